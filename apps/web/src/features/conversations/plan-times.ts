import { wallTime } from './snooze-times.ts';

export const planPresets = ['today', 'tomorrow', 'monday'] as const;
export type PlanPreset = (typeof planPresets)[number];

const HOUR = 3_600_000;
const dayOf = (instant: number, timeZone: string) =>
  new Intl.DateTimeFormat('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(instant);
const plusDays = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** When a message goes, on the clocks of the business: today at one of three hours that is still an hour away, tomorrow or on Monday at nine. Null where a choice says nothing of its own. */
export function planAt(preset: PlanPreset, now: Date, timeZone: string): Date | null {
  const today = dayOf(now.getTime(), timeZone);
  if (preset === 'today') {
    return (
      [12, 16, 19].map((hour) => wallTime(today, hour, timeZone)).find((at) => at.getTime() >= now.getTime() + HOUR) ??
      null
    );
  }
  if (preset === 'tomorrow') return wallTime(plusDays(today, 1), 9, timeZone);
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  // on a Sunday, Monday is tomorrow
  return weekday === 0 ? null : wallTime(plusDays(today, 8 - weekday), 9, timeZone);
}

/** The day and the clock of an instant as inputs hold them (`2026-11-20`, `17:30`). */
export const dayAndClock = (instant: Date, timeZone: string): { day: string; clock: string } => ({
  day: dayOf(instant.getTime(), timeZone),
  clock: new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(
    instant,
  ),
});
