import type { Article } from '../article.ts';

export const recoverAccess: Article = {
  slug: 'recuperar-acceso',
  es: {
    title: 'Recuperar el acceso a tu cuenta',
    summary: 'Qué hacer si no llega el código, si has fallado varias veces o si crees que alguien ha entrado.',
    body: `
## No recuerdas la contraseña

En la pantalla de entrar, pulsa «He olvidado la contraseña». Te llega un enlace que vale una vez y durante 30 minutos. Con él pones otra, y las sesiones que hubiera abiertas se cierran. También puedes entrar sin contraseña, con un enlace o un código a tu correo.

## No llega el código

- Mira en la carpeta de correo no deseado.
- Comprueba que el correo está bien escrito.
- Pide otro: el anterior deja de valer y cada uno dura 10 minutos.

## Has fallado varias veces

Tras varios intentos fallidos seguidos hay que esperar un rato. Es lo que impide que alguien pruebe contraseñas una tras otra. Espera lo que dice la pantalla y vuelve a probar.

## Crees que alguien ha entrado

Entra tú: tu sesión cierra la otra si tu plan permite una sola. Después abre Seguridad, cierra las demás sesiones y mira el historial. Si tu sesión se acaba de cerrar, en la misma tarjeta puedes decir que no has sido tú.

## Qué no vamos a pedirte

Nunca te pediremos la contraseña ni un código por correo, por chat ni por teléfono. Los correos de seguridad te dicen qué hacer, y ninguno cambia nada con solo abrir un enlace.
`,
  },
  en: {
    title: 'Get back into your account',
    summary: 'What to do when the code does not come, you got it wrong several times, or you think somebody got in.',
    body: `
## You do not remember the password

On the login screen, press “I forgot my password”. You get a link that works once and for 30 minutes. With it you set another, and the sessions that were open are closed. You can also log in without a password, with a link or a code to your e-mail.

## The code does not come

- Look in the junk folder.
- Check that the e-mail is spelled right.
- Ask for another: the former stops working, and each lasts 10 minutes.

## You got it wrong several times

After several failed tries in a row you have to wait a while. It is what keeps anybody from trying one password after another. Wait as long as the screen says and try again.

## You think somebody got in

Log in yourself: your session closes the other if your plan allows only one. Then open Security, close the other sessions and look at the history. If your session has just closed, the same card lets you say that it was not you.

## What we will not ask

We will never ask for your password or a code by mail, by chat or on the phone. Mails about security tell you what to do, and none of them changes anything by a link being opened.
`,
  },
};
