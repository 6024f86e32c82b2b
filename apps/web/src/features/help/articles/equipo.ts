import type { Article } from '../article.ts';

export const team: Article = {
  slug: 'equipo',
  es: {
    title: 'Cómo dar acceso a tu equipo',
    summary: 'Cada persona con su correo y su contraseña; el negocio es el mismo para todos.',
    body: `
En un plan de equipo cada persona tiene su propio acceso al mismo negocio: ve las mismas conversaciones y contesta con su nombre. El plan Equipo empieza en tres personas; Familia es para dos o tres.

## Qué puede hacer cada una

- Quien es titular o administra conecta números y decide quién entra.
- Quien atiende lee y contesta.
- Quien solo mira lee, y no puede escribir ni cambiar nada.

## Pasos

- Elige el plan que encaje con cuántos sois.
- Cada persona entra con su propio correo y su propia contraseña.
- Si compartíais la tuya, cámbiala: las demás sesiones se cierran al hacerlo.

Quien deje el negocio pierde su acceso y los demás siguen igual.
`,
  },
  en: {
    title: 'How to give your team access',
    summary: 'Each person with their own e-mail and password; the business is the same for all.',
    body: `
On a plan for teams each person has an access of their own to the same business: they see the same conversations and answer under their own name. The Team plan begins at three people; Family is for two or three.

## What each may do

- Owners and administrators connect numbers and decide who comes in.
- Agents read and answer.
- Viewers read, and can neither write nor change anything.

## Steps

- Choose the plan that fits how many you are.
- Each person logs in with their own e-mail and password.
- If you shared yours, change it: the other sessions close as you do.

Whoever leaves the business loses their access, and everybody else goes on as before.
`,
  },
};
