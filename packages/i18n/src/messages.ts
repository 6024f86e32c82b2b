import enMail from '../messages/en/mail.json' with { type: 'json' };
import esMail from '../messages/es/mail.json' with { type: 'json' };
import type { Locale } from './locale.ts';
import { en as enScreens } from './messages-en.ts';
import { es as esScreens, type ScreenMessages } from './messages-es.ts';
import { nameProduct, OWN_NAME } from './name-product.ts';

/** The texts of screens and mails by namespace. */
export type Messages = ScreenMessages & { mail: typeof esMail };

const es: Messages = { ...esScreens, mail: esMail };
const en: Messages = { ...enScreens, mail: enMail };

const named = new Map<string, Messages>();

/**
 * Every text in one language, under the product's name, for servers: a browser loads its own language alone (`./messages/es`,
 * `./messages/en`).
 */
export function messagesOf(locale: Locale, product: string = OWN_NAME): Messages {
  const texts = locale === 'es' ? es : en;
  if (product === OWN_NAME) return texts;
  // a process has one name
  const key = `${locale} ${product}`;
  const found = named.get(key) ?? nameProduct(texts, product);
  named.set(key, found);
  return found;
}
