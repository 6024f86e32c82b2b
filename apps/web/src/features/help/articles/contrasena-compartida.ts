import type { Article } from '../article.ts';

export const sharedPassword: Article = {
  slug: 'contrasena-compartida',
  es: {
    title: 'Por qué no compartir la contraseña con un asistente',
    summary: 'Ni con una persona que te ayuda ni con un programa: hay una forma mejor para cada caso.',
    body: `
Con tu contraseña se entra como si fueras tú. Quien la tiene lee todo, contesta con tu nombre y puede cambiar cosas que luego tendrás que explicar tú.

## Con una persona que te ayuda

Que tenga su propio acceso. Se sabe qué escribió cada uno, le quitas el acceso cuando haga falta y no os cerráis la sesión el uno al otro.

## Con un programa o una inteligencia artificial

No escribas tu contraseña en una ventana de chat ni en un programa que «entra por ti». No sabes dónde la guarda, y las conversaciones de tus clientes saldrían de tu negocio sin que ellos lo sepan.

## Si ya la has compartido

- En Seguridad, cierra las demás sesiones y olvida los dispositivos que no sean tuyos.
- Cambia la contraseña: al hacerlo se cierra todo lo demás.
- Mira el historial de los últimos 90 días.

Nadie de Recado te pedirá nunca la contraseña ni un código, tampoco por teléfono.
`,
  },
  en: {
    title: 'Why not to share your password with an assistant',
    summary: 'Neither with a person who helps you nor with a program: there is a better way for each.',
    body: `
Whoever has your password enters as if they were you. They read everything, answer under your name, and can change things that you will have to explain.

## With a person who helps you

They should have an access of their own. It is known who wrote what, you take the access away when you need to, and you do not close each other's sessions.

## With a program or an artificial intelligence

Do not type your password into a chat window or a program that “logs in for you”. You do not know where it keeps it, and your customers' conversations would leave your business without their knowing.

## If you have shared it already

- In Security, close the other sessions and forget the devices that are not yours.
- Change the password: everything else closes as you do.
- Look at the history of the last 90 days.

Nobody from Recado will ever ask you for your password or a code, on the phone neither.
`,
  },
};
