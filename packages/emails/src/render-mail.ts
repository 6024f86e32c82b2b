import { createTranslator, isLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import { page } from './page.ts';

/**
 * What each mail is built of: the code that it brings, or the page where its reader goes on. A mail about security has steps, so that
 * nobody is left with bad news and nothing to do, and says which browser it speaks of.
 */
const builds = {
  'signup-code': { brings: 'code' },
  'signup-taken': { leadsTo: '/login' },
  'session-copied': { leadsTo: '/login', tellsDevice: true, steps: 3 },
  'session-not-me': { leadsTo: '/login', tellsDevice: true, steps: 3 },
  'new-device': { leadsTo: '/settings/security', tellsDevice: true, steps: 3 },
  'account-locked': { leadsTo: '/unlock', withToken: true },
  'session-country': { leadsTo: '/login' },
  'history-erased': { leadsTo: '/settings/security', tellsDevice: true, steps: 3 },
} as const satisfies Record<string, Build>;

/** `leadsTo` is a page that asks before it does anything: opening a link of a mail changes nothing. */
type Build =
  | { brings: 'code' }
  | { leadsTo: '/login' | '/settings/security' | '/unlock'; withToken?: true; tellsDevice?: true; steps?: number };

export type MailTemplate = keyof typeof builds;
export const mailTemplates = Object.keys(builds) as MailTemplate[];
/** The mails that tell of danger. */
export const securityMails = mailTemplates.filter((template) => 'steps' in builds[template]);

/** What every mail needs to know about the installation. */
export type MailHouse = { product: string; publicUrl: string; codeMinutes: number };

/** Renders one mail. Parameters are plain text: they are escaped here. Throws on an unknown template. */
export function renderMail(
  mail: { template: string; locale: string; params: Record<string, string> },
  house: MailHouse,
): { subject: string; text: string; html: string } {
  if (!Object.hasOwn(builds, mail.template)) throw new Error(`no mail is called ${mail.template}`);
  const build: Build = builds[mail.template as MailTemplate];
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
  const paragraphs = [say('hello'), say('body')];
  if ('brings' in build) {
    const after = [say('until'), say('not-you')];
    const code = mail.params.code ?? '';
    return {
      subject: say('subject'),
      text: [...paragraphs, code, ...after].join('\n\n'),
      html: page({ locale, product: house.product, paragraphs, code, after }),
    };
  }
  // a secret travels in the fragment, which no server sees and no log keeps
  const link = `${house.publicUrl}${build.leadsTo}${build.withToken ? `#${mail.params.token ?? ''}` : ''}`;
  const { browser, system } = mail.params;
  const device = build.tellsDevice && browser ? [browser, system].filter(Boolean).join(' · ') : undefined;
  const steps = Array.from({ length: build.steps ?? 0 }, (_, index) => say(`step-${index + 1}`));
  const after = [say('not-you')];
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
  return {
    subject: say('subject'),
    text: [...paragraphs, device, numbered, `${say('button')}: ${link}`, ...after].filter(Boolean).join('\n\n'),
    html: page({
      locale,
      product: house.product,
      paragraphs,
      device,
      steps,
      button: { label: say('button'), link },
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
