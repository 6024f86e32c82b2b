import type { Article } from '../article.ts';

export const oneSession: Article = {
  slug: 'una-sesion',
  es: {
    title: 'Por qué hay una sesión por persona',
    summary:
      'Cada persona entra con su propio acceso, y cada plan dice cuántas sesiones puede tener abiertas a la vez.',
    body: `
Recado guarda conversaciones de tus clientes. Saber quién está dentro es la mitad de cuidarlas, y solo se sabe si cada acceso es de una persona.

Los planes de una persona permiten una sesión a la vez. En los planes de equipo cada persona puede tener varias: el ordenador, el móvil y alguna más.

## Qué ganas con esto

- Si alguien entra con tu contraseña, lo ves al momento, porque tu sesión se cierra y te decimos desde qué dispositivo.
- Cada respuesta lleva el nombre de quien la escribió.
- Cuando alguien deja el negocio, se le quita el acceso sin que nadie más cambie nada.

## Cuántas sesiones tengo

Lo ves en Seguridad, en «Sesiones abiertas». Si en tu plan cabe solo una, al entrar en otro sitio se cierra la anterior.
`,
  },
  en: {
    title: 'Why there is one session per person',
    summary:
      'Each person logs in with an access of their own, and each plan says how many sessions may be open at once.',
    body: `
Recado keeps conversations with your customers. Knowing who is inside is half of looking after them, and that is only known when each access belongs to one person.

Plans for one person allow one session at a time. On plans for teams each person may have several: the computer, the phone and a few more.

## What you gain by it

- If somebody enters with your password you see it at once, because your session closes and we tell you from which device.
- Each answer carries the name of whoever wrote it.
- When somebody leaves the business, their access is taken away and nobody else changes anything.

## How many sessions do I have

You see it in Security, under “Open sessions”. If your plan has room for one only, logging in elsewhere closes the former.
`,
  },
};
