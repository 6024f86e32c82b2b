import { createTranslator, isLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import type { MailHouse } from './render-mail.ts';

export const textTemplates = ['text-login', 'text-phone'] as const;
type TextTemplate = (typeof textTemplates)[number];

/**
 * Renders one text message. Its last line names our host and the code in the form that browsers read, so that they fill it in on our pages
 * and on no other. Throws on an unknown template.
 */
export function renderText(
  text: { template: string; locale: string; params: Record<string, string> },
  house: MailHouse,
): string {
  const template = textTemplates.find((each) => each === text.template);
  if (!template) throw new Error(`no text is called ${text.template}`);
  const locale = isLocale(text.locale) ? text.locale : 'es';
  const t = createTranslator(messagesOf(locale, house.product).mail, locale);
  const code = text.params.code ?? '';
  const say = t(`${template satisfies TextTemplate}.text`, {
    code,
    product: house.product,
    minutes: house.codeMinutes,
  });
  return `${say}\n\n@${new URL(house.publicUrl).hostname} #${code}`;
}
