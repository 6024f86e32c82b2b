import { createTranslator, isLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import { page } from './page.ts';

/** Where a mail's button leads; a token of its own follows in the fragment, which no server and no log ever sees. */
const buttons = {
  'signup-taken': '/login',
  'login-mail': '/login/link',
  'session-copied': '/login',
  'session-not-me': '/login',
  'session-country': '/login',
  'account-locked': '/unlock',
  'password-reset': '/login/new-password',
  'password-changed': '/login/forgotten',
  'new-device': '/login',
  'factor-added': '/login',
  'factor-removed': '/login',
  'recovery-used': '/login',
  'recovery-renewed': '/login',
} as const;

export const mailTemplates = [
  'signup-code',
  'login-code',
  'step-up-code',
  ...(Object.keys(buttons) as (keyof typeof buttons)[]),
] as const;
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
    place: placeName(mail.params.place ?? '', locale),
    product: house.product,
    minutes: house.codeMinutes,
  };
  const say = (key: string) => t(`${mail.template}.${key}`, values);
  const template = mail.template as MailTemplate;
  const paragraphs = [say('hello'), say('body')];
  const isTimed = template.endsWith('-code') || template === 'login-mail' || template === 'password-reset';
  const after = [...(isTimed ? [say('until')] : []), say('not-you')];
  const code = isTimed ? mail.params.code : undefined;
  const path = template in buttons ? buttons[template as keyof typeof buttons] : null;
  const button = path && {
    label: say('button'),
    link: `${house.publicUrl}${path}${mail.params.token ? `#${mail.params.token}` : ''}`,
  };
  return {
    subject: say('subject'),
    text: [...paragraphs, ...(code ? [code] : []), ...(button ? [button.link] : []), ...after].join('\n\n'),
    html: page({
      locale,
      product: house.product,
      paragraphs,
      ...(code ? { code } : {}),
      ...(button ? { button } : {}),
      after,
    }),
  };
}

/** "Madrid, España" of "ES Madrid", "España" of "ES". */
function placeName(place: string, locale: string): string {
  const [, code, city] = /^([A-Z]{2})(?: (.+))?$/.exec(place) ?? [];
  if (!code) return place;
  return [city, new Intl.DisplayNames([locale], { type: 'region' }).of(code)].filter(Boolean).join(', ');
}
