// The pure door of notifications: how somebody is told who has not chosen, and when nothing sounds.
import {
  type NotificationKind,
  type NotificationWay,
  notificationKinds,
  notificationWays,
  type Preferences,
  type PushText,
  type PushTold,
  type QuietHours,
} from './contract.ts';

/** How a kind is told to whoever has chosen nothing. What happened to an account has a mail of its own that nobody switches off, and so has what is taken away of a company. */
export const usualWays: Record<NotificationKind, readonly NotificationWay[]> = {
  attention: ['app', 'sound', 'push'],
  assigned: ['app', 'mail', 'sound', 'push'],
  mention: ['app', 'mail', 'sound', 'push'],
  planned: ['app', 'mail', 'sound', 'push'],
  overdue: ['app', 'sound', 'push'],
  rating: ['app', 'mail', 'push'],
  channel_down: ['app', 'mail', 'sound', 'push'],
  limit: ['app', 'mail'],
  export: ['app', 'push'],
  history: ['app', 'push'],
  security: ['app', 'push'],
};

/** Whether a way can be chosen for a kind. */
export const mayChoose = (kind: NotificationKind, way: NotificationWay): boolean =>
  !((kind === 'security' || kind === 'export' || kind === 'history') && way === 'mail');

/** All choices, of which some are stored; what no version of ours wrote is passed over. */
export function completeChoices(stored: Record<string, unknown>): Preferences['choices'] {
  const of = (kind: NotificationKind): NotificationWay[] => {
    const ways = stored[kind];
    if (!Array.isArray(ways)) return [...usualWays[kind]];
    return notificationWays.filter((way) => ways.includes(way) && mayChoose(kind, way));
  };
  return Object.fromEntries(notificationKinds.map((kind) => [kind, of(kind)])) as Preferences['choices'];
}

/** Whether a minute of the day lies in the hours of quiet, which may go over midnight. The database says the same of mails. */
export function isQuiet(quiet: QuietHours | null, minute: number): boolean {
  if (quiet === null || quiet.from === quiet.to) return false;
  return quiet.from < quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to;
}

/** The minute of the day that clocks show in a time zone. */
export function minuteIn(timeZone: string, now: Date): number {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const [hour = 0, minute = 0] = parts.format(now).split(':').map(Number);
  return hour * 60 + minute;
}

const pushHosts = ['fcm.googleapis.com', 'web.push.apple.com'];
const pushSites = ['.push.services.mozilla.com', '.push.apple.com', '.notify.windows.com'];

/** Whether an address is one of the push services of browsers, and nothing else on the network; `localOrigin` is one more, for tests. */
export function isPushEndpoint(endpoint: string, localOrigin: string | undefined): boolean {
  const url = URL.parse(endpoint);
  if (!url) return false;
  if (localOrigin !== undefined && url.origin === localOrigin) return true;
  if (url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return false;
  return pushHosts.includes(url.hostname) || pushSites.some((site) => url.hostname.endsWith(site));
}

const pushPages: Partial<Record<NotificationKind, string>> = {
  channel_down: '/settings/connections',
  export: '/contacts/export',
  history: '/settings/history',
  security: '/settings/security',
};
const PREVIEW_SIGNS = 180;
const dayOfSeconds = 86_400;

/**
 * What a push says, under which name a later one takes its place, where a press leads, and how long a push service keeps it. Without a live session
 * it says how many and nothing else, and leads nowhere that would tell more.
 */
export function pushOf(
  told: PushTold,
  isLive: boolean,
): { tag: string; url: string; ttlSeconds: number; urgency: 'high' | 'normal'; text: PushText } {
  if (!isLive)
    return { tag: 'count', url: '/inbox', ttlSeconds: dayOfSeconds, urgency: 'normal', text: { count: told.unread } };
  const { kind, conversationId, name, workspace } = told;
  const saysWhat = kind === 'attention' || kind === 'assigned';
  return {
    tag: conversationId ?? told.notificationId,
    url: conversationId ? `/inbox/${conversationId}` : (pushPages[kind] ?? '/inbox'),
    ttlSeconds: kind === 'attention' ? dayOfSeconds / 6 : dayOfSeconds,
    urgency: kind === 'limit' || kind === 'history' ? 'normal' : 'high',
    text: { kind, name, workspace, preview: saysWhat ? (told.preview ?? '').slice(0, PREVIEW_SIGNS) : '' },
  };
}
