import type { Article } from '../article.ts';

export const inactivity: Article = {
  slug: 'inactividad',
  es: {
    title: 'Por qué se cierra la sesión por inactividad',
    summary:
      'Un mostrador es un sitio de paso: una pantalla abierta sin nadie delante enseña las conversaciones a cualquiera.',
    body: `
Si pasa un buen rato sin que nadie toque el teclado, el ratón o la pantalla, cerramos la sesión. Normalmente son 45 minutos. Recibir mensajes no cuenta como estar delante.

## Qué no se pierde

- Los mensajes siguen llegando y te esperan.
- Lo que estabas escribiendo se queda guardado en ese navegador.
- Lo que estaba enviándose se envía igual.

## Para volver

Entra con tu correo y tu contraseña. En un navegador que ya conocemos es cosa de segundos.

Además, una sesión dura como mucho 30 días, aunque se use a diario. Después hay que entrar otra vez.
`,
  },
  en: {
    title: 'Why a session closes for inactivity',
    summary:
      'A counter is a place people pass: an open screen with nobody before it shows the conversations to anyone.',
    body: `
When nobody has touched keyboard, mouse or screen for a good while, we close the session. Usually that is 45 minutes. Receiving messages does not count as being there.

## What is not lost

- Messages keep arriving and wait for you.
- What you were writing is kept in that browser.
- What was being sent is sent all the same.

## To come back

Log in with your e-mail and your password. In a browser that we know it takes seconds.

Besides, a session lasts 30 days at most, even when it is used daily. After that you log in again.
`,
  },
};
