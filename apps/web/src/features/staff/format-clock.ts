import { dayKey, formatDay, type Reading } from '@recado/i18n';

/** A moment to the second, as operators compare them: `18:40:07`, `ayer, 18:40:07`. */
export function formatClock(instant: Date, reading: Reading): string {
  const clock = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZone: reading.timeZone,
  }).format(instant);
  const isToday = dayKey(instant, reading.timeZone) === dayKey(reading.now, reading.timeZone);
  return isToday ? clock : `${formatDay(instant, reading)}, ${clock}`;
}
