import type { Article } from '../article.ts';

export const twoFactors: Article = {
  slug: 'dos-pasos',
  es: {
    title: 'Entrar en dos pasos',
    summary: 'Qué es el segundo factor y por qué una contraseña sola no basta en un navegador nuevo.',
    body: `
Una contraseña se puede adivinar, copiar o ver por encima del hombro. El segundo paso demuestra algo más: que tienes contigo algo que es tuyo, como tu buzón o tu móvil.

## Qué cuenta como segundo paso

- Un código que llega a tu correo.
- Un código de una aplicación del móvil, que cambia cada 30 segundos.
- Una llave de acceso del propio dispositivo, que se abre con la huella, la cara o el PIN. Vale por los dos pasos a la vez.

## Códigos de recuperación

Son para el día en que pierdas el móvil. Cada uno sirve una sola vez. Guárdalos donde guardas las llaves de casa, no en el mismo móvil.

## Por qué nadie te echa solo con tu contraseña

Tu sesión no se cierra hasta que quien entra ha dado el último paso. Quien solo sabe tu contraseña no consigue nada.
`,
  },
  en: {
    title: 'Logging in in two steps',
    summary: 'What a second factor is, and why a password alone is not enough in a new browser.',
    body: `
A password can be guessed, copied or seen over a shoulder. The second step proves something more: that you have something of yours with you, such as your mailbox or your phone.

## What counts as a second step

- A code that comes to your e-mail.
- A code from an application on your phone, which changes every 30 seconds.
- A passkey of the device itself, opened by fingerprint, face or PIN. It counts as both steps at once.

## Recovery codes

They are for the day you lose your phone. Each works once. Keep them where you keep the keys of your house, not on that same phone.

## Why nobody puts you out with your password alone

Your session does not close until whoever is entering has taken the last step. Knowing only your password gets nobody anywhere.
`,
  },
};
