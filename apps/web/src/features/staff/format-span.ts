import type { Locale } from '@recado/i18n';

type Unit = 'millisecond' | 'second' | 'minute' | 'hour' | 'day';

/** A length of time in the one or two units that matter: `340 ms`, `1,5 s`, `3 min 4 s`, `2 h 5 min`, `3 d 4 h`. */
export function formatSpan(ms: number, locale: Locale): string {
  const say = (value: number, unit: Unit, digits = 0) =>
    new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: unit === 'day' ? 'narrow' : 'short',
      maximumFractionDigits: digits,
    }).format(value);
  const pair = (whole: number, unit: Unit, rest: number, smaller: Unit) =>
    rest === 0 ? say(whole, unit) : `${say(whole, unit)}\u00a0${say(rest, smaller)}`;
  const span = Math.max(0, ms);
  if (span < 1000) return say(Math.round(span), 'millisecond');
  if (span < 10_000) return say(span / 1000, 'second', 1);
  const seconds = Math.round(span / 1000);
  if (seconds < 60) return say(seconds, 'second');
  if (seconds < 3600) return pair(Math.floor(seconds / 60), 'minute', seconds % 60, 'second');
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return pair(Math.floor(minutes / 60), 'hour', minutes % 60, 'minute');
  const hours = Math.round(minutes / 60);
  return pair(Math.floor(hours / 24), 'day', hours % 24, 'hour');
}
