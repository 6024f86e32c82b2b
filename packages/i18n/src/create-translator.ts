import { IntlMessageFormat } from 'intl-messageformat';
import type { Locale } from './locale.ts';

/** A tree of ICU texts, as the message files hold it. */
export type MessageTree = { [key: string]: string | MessageTree };
export type MessageValues = Record<string, string | number | boolean | Date | null | undefined>;

/** Says a text of `tree` outside React (mails, worker). A key that does not exist throws: a mail must not leave with a hole. */
export function createTranslator(tree: MessageTree, locale: Locale): (key: string, values?: MessageValues) => string {
  const compiled = new Map<string, IntlMessageFormat>();
  return (key, values) => {
    let format = compiled.get(key);
    if (!format) {
      format = new IntlMessageFormat(findMessage(tree, key), locale);
      compiled.set(key, format);
    }
    return String(format.format(values));
  };
}

function findMessage(tree: MessageTree, key: string): string {
  let at: string | MessageTree | undefined = tree;
  for (const step of key.split('.')) at = typeof at === 'object' ? at[step] : undefined;
  if (typeof at !== 'string') throw new Error(`no message is called ${key}`);
  return at;
}
