// The pure door of notifications: how somebody is told who has not chosen, and when nothing sounds.
import {
  type NotificationKind,
  type NotificationWay,
  notificationKinds,
  notificationWays,
  type Preferences,
  type QuietHours,
} from './contract.ts';

/** How a kind is told to whoever has chosen nothing. What happened to an account has a mail of its own that nobody switches off. */
export const usualWays: Record<NotificationKind, readonly NotificationWay[]> = {
  attention: ['app', 'sound'],
  assigned: ['app', 'mail', 'sound'],
  mention: ['app', 'mail', 'sound'],
  channel_down: ['app', 'mail', 'sound'],
  limit: ['app', 'mail'],
  security: ['app'],
};

/** Whether a way can be chosen for a kind. */
export const mayChoose = (kind: NotificationKind, way: NotificationWay): boolean =>
  !(kind === 'security' && way === 'mail');

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
