import { createTranslator } from './create-translator.ts';
import { isLocale } from './locale.ts';
import { messagesOf } from './messages.ts';

/** What a file of contacts says, in the language of whoever asked for it. */
export function exportWords(asked: string) {
  const locale = isLocale(asked) ? asked : 'es';
  const { exports, contacts } = messagesOf(locale);
  const t = createTranslator(exports, locale);
  const tContacts = createTranslator(contacts, locale);
  const regions = new Intl.DisplayNames([locale], { type: 'region' });
  const languages = new Intl.DisplayNames([locale], { type: 'language' });
  return {
    heads: exports.columns,
    sheet: t('file.sheet'),
    field: t('file.field'),
    yes: t('file.yes'),
    no: t('file.no'),
    kind: (kind: string) => tContacts(`kind.${kind}`),
    source: (source: string) => tContacts(`source.${source}`),
    consentSource: (source: string) => t(`consentSource.${source}`),
    country: (code: string) => regions.of(code) ?? code,
    language: (code: string) => languages.of(code) ?? code,
  };
}
