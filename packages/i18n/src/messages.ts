import enMail from '../messages/en/mail.json' with { type: 'json' };
import esMail from '../messages/es/mail.json' with { type: 'json' };
import type { Locale } from './locale.ts';
import { en as enScreens } from './messages-en.ts';
import { es as esScreens, type ScreenMessages } from './messages-es.ts';

/** The texts of screens and mails by namespace. */
export type Messages = ScreenMessages & { mail: typeof esMail };

const es: Messages = { ...esScreens, mail: esMail };
const en: Messages = { ...enScreens, mail: enMail };

/** Every text in one language, for servers: a browser loads its own language alone (`./messages/es`, `./messages/en`). */
export function messagesOf(locale: Locale): Messages {
  return locale === 'es' ? es : en;
}
