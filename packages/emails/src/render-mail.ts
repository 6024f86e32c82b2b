import { createTranslator, isLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import { page } from './page.ts';

export const mailTemplates = ['signup-code', 'signup-taken', 'login-code', 'session-copied', 'session-not-me'] as const;
export type MailTemplate = (typeof mailTemplates)[number];

/** What every mail needs to know about the installation. */
export type MailHouse = { product: string; publicUrl: string; codeMinutes: number };

/** Renders one mail. Parameters are plain text: they are escaped here. Throws on an unknown template. */
export function renderMail(
  mail: { template: string; locale: string; params: Record<string, string> },
  house: MailHouse,
): { subject: string; text: string; html: string } {
  if (!mailTemplates.includes(mail.template as MailTemplate)) throw new Error(`no mail is called ${mail.template}`);
  const locale = isLocale(mail.locale) ? mail.locale : 'es';
  const t = createTranslator(messagesOf(locale).mail, locale);
  const values = {
    ...mail.params,
    name: mail.params.name || 'none',
    product: house.product,
    minutes: house.codeMinutes,
  };
  const say = (key: string) => t(`${mail.template}.${key}`, values);
  if (mail.template === 'signup-code' || mail.template === 'login-code') {
    const paragraphs = [say('hello'), say('body')];
    const after = [say('until'), say('not-you')];
    const code = mail.params.code ?? '';
    return {
      subject: say('subject'),
      text: [...paragraphs, code, ...after].join('\n\n'),
      html: page({ locale, product: house.product, paragraphs, code, after }),
    };
  }
  const link = `${house.publicUrl}/login`;
  const paragraphs = [say('hello'), say('body')];
  const after = [say('not-you')];
  return {
    subject: say('subject'),
    text: [...paragraphs, link, ...after].join('\n\n'),
    html: page({ locale, product: house.product, paragraphs, button: { label: say('button'), link }, after }),
  };
}
