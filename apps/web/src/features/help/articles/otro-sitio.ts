import type { Article } from '../article.ts';

export const displaced: Article = {
  slug: 'otro-sitio',
  es: {
    title: 'Mi sesión se ha cerrado porque se entró en otro sitio',
    summary: 'Qué ha pasado, qué hacer si has sido tú y qué hacer si no.',
    body: `
Alguien ha entrado en tu cuenta desde otro dispositivo y tu plan no tenía sitio para las dos sesiones. La más nueva se queda y la anterior se cierra. En la tarjeta te decimos el navegador, el sistema, hace cuánto y, si lo sabemos, cerca de dónde.

Lo que estabas escribiendo no se pierde: se queda guardado en este navegador y vuelve cuando entras.

## Si has sido tú

Sigue donde has entrado o vuelve a entrar aquí. Al entrar aquí se cierra la otra.

## Si no has sido tú

- Pulsa «No he sido yo» y sigue los pasos: recuperas la cuenta y la otra sesión se cierra.
- Mira el historial en Seguridad, por si hubo más accesos.

## Si sois varios con la misma contraseña

Vais a cerraros la sesión unos a otros todo el día. Con un plan de equipo cada persona entra con su propio correo y nadie echa a nadie.
`,
  },
  en: {
    title: 'My session closed because somebody logged in elsewhere',
    summary: 'What happened, what to do if it was you, and what to do if it was not.',
    body: `
Somebody logged in to your account from another device, and your plan had no room for both sessions. The newest stays and the former closes. The card tells you the browser, the system, how long ago and, if we know, near where.

What you were writing is not lost: it is kept in this browser and comes back when you log in.

## If it was you

Go on where you logged in, or log in here again. Logging in here closes the other.

## If it was not you

- Press “It was not me” and follow the steps: you take the account back and the other session closes.
- Look at the history in Security, in case there were more logins.

## If several of you share the password

You will close each other's sessions all day. On a team plan each person logs in with their own e-mail and nobody puts anybody out.
`,
  },
};
