import { dayStart } from '../audit/day-bounds.ts';

export const snoozePresets = ['hour', 'afternoon', 'tomorrow', 'monday'] as const;
export type SnoozePreset = (typeof snoozePresets)[number];

const HOUR = 3_600_000;
const dayOf = (instant: number, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(instant);
const plusDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The instant of an hour of a day (`2026-11-20`) on the clocks of a time zone, whatever clocks do that day. */
export function wallTime(day: string, hour: number, timeZone: string): Date {
  const start = dayStart(day, timeZone).getTime();
  const guess = start + hour * HOUR;
  const shown = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone }).format(guess));
  return new Date(guess + (hour - shown) * HOUR);
}

/** The instant of a day and a clock (`2026-11-20`, `17:30`) as they are typed; null for what is no day or no time. */
export function clockTime(day: string, clock: string, timeZone: string): Date | null {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(clock) ?? [];
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !hours || !minutes) return null;
  return new Date(wallTime(day, Number(hours), timeZone).getTime() + Number(minutes) * 60_000);
}

/** When a conversation comes back, on the clocks of the business. This afternoon is null once it has begun to end. */
export function snoozeUntil(preset: SnoozePreset, now: Date, timeZone: string): Date | null {
  const today = dayOf(now.getTime(), timeZone);
  if (preset === 'hour') return new Date(now.getTime() + HOUR);
  if (preset === 'afternoon') {
    const at = wallTime(today, 16, timeZone);
    return at.getTime() > now.getTime() + HOUR / 4 ? at : null;
  }
  if (preset === 'tomorrow') return wallTime(plusDays(today, 1), 9, timeZone);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  return wallTime(plusDays(today, (8 - weekday) % 7 || 7), 9, timeZone);
}
