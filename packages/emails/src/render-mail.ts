import { createTranslator, isLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import { page } from './page.ts';

/**
 * What each mail is built of: the code that it brings, and the page where its reader goes on. A mail about danger has steps, so that
 * nobody is left with bad news and nothing to do, and says which browser it speaks of.
 */
const builds = {
  'signup-code': { brings: 'code' },
  'login-code': { brings: 'code' },
  'step-up-code': { brings: 'code' },
  'signup-taken': { leadsTo: '/login' },
  'login-mail': { brings: 'code', leadsTo: '/login/link', withToken: true },
  'password-reset': { leadsTo: '/login/new-password', withToken: true, isTimed: true },
  'password-changed': { leadsTo: '/login/forgotten' },
  'session-copied': { leadsTo: '/login', tellsDevice: true, steps: 3 },
  'session-not-me': { leadsTo: '/login', tellsDevice: true, steps: 3 },
  'session-country': { leadsTo: '/login' },
  'account-locked': { leadsTo: '/unlock', withToken: true },
  'session-quarrel': { leadsTo: '/settings/security', tellsDevice: true, steps: 3 },
  'new-device': { leadsTo: '/settings/security', tellsDevice: true, steps: 3 },
  'history-erased': { leadsTo: '/settings/security', tellsDevice: true, steps: 3 },
  'factor-added': { leadsTo: '/login' },
  'factor-removed': { leadsTo: '/login' },
  'recovery-used': { leadsTo: '/login' },
  'factor-guessed': { leadsTo: '/login/forgotten', tellsDevice: true },
  'recovery-renewed': { leadsTo: '/login' },
  'sales-lead': { leadsTo: '/staff/wall' },
  'email-code': { brings: 'code', livesFor: 30 },
  'email-taken': { leadsTo: '/login' },
  'email-changed': { leadsTo: '/login/undo-email', withToken: true, isTimed: true, tellsDevice: true },
  'email-restored': { leadsTo: '/login' },
  'phone-added': { leadsTo: '/settings/security', tellsDevice: true, steps: 3 },
  'phone-changed': { leadsTo: '/settings/security', tellsDevice: true, steps: 3 },
  'phone-removed': { leadsTo: '/settings/security', tellsDevice: true, steps: 3 },
  'phone-lost': { leadsTo: '/settings/profile' },
  'way-added': { leadsTo: '/login' },
  'way-removed': { leadsTo: '/login' },
  'policies-changed': { leadsTo: '/login' },
  'allow-list-paused': { leadsTo: '/login' },
  'audit-exported': { leadsTo: '/settings/audit' },
  'contacts-exported': { leadsTo: '/contacts/export', tellsDevice: true },
  'history-announced': { leadsTo: '/settings/history' },
  'plan-limit': { leadsTo: '/home' },
  'payment-failed': { leadsTo: '/settings/plan' },
  'grace-ending': { leadsTo: '/settings/plan' },
  'plan-restricted': { leadsTo: '/settings/plan' },
  'plan-suspended': { leadsTo: '/settings/plan' },
  'payment-recovered': { leadsTo: '/settings/plan' },
  'trial-ending': { leadsTo: '/settings/plan' },
  'trial-over': { leadsTo: '/settings/plan' },
  'plan-frozen': { leadsTo: '/settings/plan' },
  'money-returned': { leadsTo: '/settings/plan' },
  'invoice-credited': { leadsTo: '/settings/plan' },
  invitation: { leadsTo: '/join', withToken: true, isTimed: true, isBranded: true },
  'transfer-asked': { leadsTo: '/settings/workspaces' },
  'access-link': { leadsTo: '/w/', ofLink: true, withToken: true, isBranded: true },
  'link-attention': { leadsTo: '/w/', ofLink: true, stops: true, isBranded: true },
  'link-pin-guessed': { leadsTo: '/settings/links' },
  notifications: { leadsTo: '/inbox', ofInbox: true, stopsAt: '/notifications/off', isBranded: true },
} as const satisfies Record<string, Build>;

type Build = {
  brings?: 'code';
  /** A page that asks before it does anything: opening a link of a mail changes nothing. */
  leadsTo?: string;
  /** Whether the link brings a secret, in the fragment, which no server sees and no log keeps. */
  withToken?: true;
  /** Whether the page is that of an access link, and of a conversation behind it where the mail names one. */
  ofLink?: true;
  /** Whether the page is that of a conversation where the mail names one. */
  ofInbox?: true;
  /** The page where such mails are stopped by the token that the mail brings. */
  stopsAt?: string;
  /** Whether it is the company's own paper: its readers are the company's, and need not know what it works with. */
  isBranded?: true;
  /** Whether it also leads to where such mails are stopped. */
  stops?: true;
  /** Whether what it brings runs out, as codes always do. */
  isTimed?: true;
  /** The minutes for which its code works, where they are not those of every code. */
  livesFor?: number;
  tellsDevice?: true;
  steps?: number;
};

export type MailTemplate = keyof typeof builds;
export const mailTemplates = Object.keys(builds) as MailTemplate[];
/** The mails that tell of danger. */
export const securityMails = mailTemplates.filter((template) => 'steps' in builds[template]);

/** What every mail needs to know about the installation. */
export type MailHouse = { product: string; publicUrl: string; codeMinutes: number };

/**
 * Renders one mail. Parameters are plain text: they are escaped here. `fromName` is whose name its sender bears, where not the
 * installation's. Throws on an unknown template.
 */
export function renderMail(
  mail: { template: string; locale: string; params: Record<string, string> },
  house: MailHouse,
): { subject: string; text: string; html: string; fromName?: string } {
  if (!Object.hasOwn(builds, mail.template)) throw new Error(`no mail is called ${mail.template}`);
  const build: Build = builds[mail.template as MailTemplate];
  const locale = isLocale(mail.locale) ? mail.locale : 'es';
  const t = createTranslator(messagesOf(locale, house.product).mail, locale);
  const brand = build.isBranded ? mail.params.workspace : undefined;
  // a plan with a brand of one's own says so, in the transaction that wrote the mail
  const hidesUs = brand !== undefined && mail.params.ownBrand === 'yes';
  const values = {
    ...{ workspace: '', invoice: '', granter: '', for: '', what: '', state: '' },
    ...mail.params,
    name: mail.params.name || 'none',
    waiting: Number(mail.params.waiting ?? 1),
    ...Object.fromEntries(
      ['attention', 'assigned', 'mention', 'others', 'contacts', 'messages', 'used', 'limit'].map((key) => [
        key,
        Number(mail.params[key] ?? 0),
      ]),
    ),
    plan: mail.params[`plan-${locale}`] ?? '',
    lift: mail.params[`lift-${locale}`] || 'none',
    before: dayName(mail.params.before ?? '', locale),
    purgeOn: dayName(mail.params.purgeOn ?? '', locale),
    until: dayName(mail.params.until ?? '', locale),
    days: Number(mail.params.days ?? 1),
    amount: amountName(mail.params, locale),
    place: placeName(mail.params.place ?? '', locale),
    isPlaced: mail.params.place ? 'yes' : 'no',
    product: house.product,
    brand: hidesUs ? 'own' : 'ours',
    minutes: build.livesFor ?? house.codeMinutes,
  };
  const say = (key: string) => t(`${mail.template}.${key}`, values);
  const { browser, system, token, code } = mail.params;
  const paragraphs = [say('hello'), say('body')];
  const after = [...(build.brings || build.isTimed ? [say('until')] : []), say('not-you')];
  const device = build.tellsDevice && browser ? [browser, system].filter(Boolean).join(' · ') : undefined;
  const steps = Array.from({ length: build.steps ?? 0 }, (_, index) => say(`step-${index + 1}`));
  const numbered = steps.map((step, index) => `${index + 1}. ${step}`).join('\n');
  const { linkId = '', conversationId, offToken = '' } = mail.params;
  const to = `${build.leadsTo ?? ''}${build.ofLink ? linkId : ''}${build.ofLink && conversationId ? `?c=${conversationId}` : ''}${build.ofInbox && conversationId ? `/${conversationId}` : ''}`;
  const button = build.leadsTo
    ? { label: say('button'), link: `${house.publicUrl}${to}${build.withToken ? `#${token ?? ''}` : ''}` }
    : undefined;
  const way = build.stops
    ? `/w/${linkId}/off#${offToken}`
    : build.stopsAt && `${build.stopsAt}#${mail.params.off ?? ''}`;
  const stop = way ? { label: say('stop'), link: `${house.publicUrl}${way}` } : undefined;
  const by = brand !== undefined && !hidesUs ? t('by', { product: house.product }) : undefined;
  return {
    ...(hidesUs && brand ? { fromName: brand } : {}),
    subject: say('subject'),
    text: [
      ...paragraphs,
      device,
      numbered,
      build.brings && code,
      button && `${button.label}: ${button.link}`,
      ...after,
      stop && `${stop.label}: ${stop.link}`,
      by,
    ]
      .filter(Boolean)
      .join('\n\n'),
    html: page({
      ...{ locale, heading: brand ?? house.product, paragraphs, steps, after },
      ...(build.brings && code ? { code } : {}),
      ...(device ? { device } : {}),
      ...(button ? { button } : {}),
      ...(stop ? { stop } : {}),
      ...(by ? { by } : {}),
    }),
  };
}

/** "Madrid, España" of "ES Madrid", "España" of "ES". */
function placeName(place: string, locale: string): string {
  const [, code, city] = /^([A-Z]{2})(?: (.+))?$/.exec(place) ?? [];
  if (!code) return place;
  return [city, new Intl.DisplayNames([locale], { type: 'region' }).of(code)].filter(Boolean).join(', ');
}

/** Money as its reader writes it; nothing where none is told. */
function amountName({ cents, currency }: Record<string, string>, locale: string): string {
  if (!cents || !currency) return '';
  return (Number(cents) / 100).toLocaleString(locale, { style: 'currency', currency });
}

/** A day as its reader says it; nothing where none is told. */
function dayName(day: string, locale: string): string {
  if (day === '') return '';
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' });
}
