import type { Locale } from './locale.ts';

/** Where and when a moment is read: `timeZone` unset means that of the machine. */
export type Reading = { locale: Locale; now: Date; timeZone?: string };

const dayMs = 86_400_000;

/** The calendar day of an instant as `2026-11-20`, in the reader's zone. */
export function dayKey(instant: Date, timeZone?: string): string {
  // Sweden writes days so in every engine; Canada's English did once, and in WebKit does not any more
  return formatter('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).format(instant);
}

/** The hour of an instant: `18:40`. */
export function formatTime(instant: Date, { locale, timeZone }: Reading): string {
  return formatter(tag(locale), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone }).format(instant);
}

/** A moment as people say it: `hoy, 18:40`, `ayer, 18:40`, `lunes, 18:40`, `3 de marzo, 18:40`, with the year if it is another. */
export function formatWhen(instant: Date, reading: Reading): string {
  return `${formatDay(instant, reading)}, ${formatTime(instant, reading)}`;
}

/** A day as people say it: `hoy`, `ayer`, the weekday within the last week, else the date. */
export function formatDay(instant: Date, reading: Reading): string {
  const { locale, timeZone } = reading;
  const ago = daysAgo(instant, reading);
  if (ago === 0 || ago === 1) return relative(locale).format(-ago, 'day');
  if (ago > 1 && ago < 7) return formatter(tag(locale), { weekday: 'long', timeZone }).format(instant);
  const year = isThisYear(instant, reading) ? undefined : 'numeric';
  return formatter(tag(locale), { day: 'numeric', month: 'long', year, timeZone }).format(instant);
}

/** The shortest honest form for a list: `18:40`, `ayer`, `lun`, `3 mar`, `3/3/25`. */
export function formatListTime(instant: Date, reading: Reading): string {
  const { locale, timeZone } = reading;
  const ago = daysAgo(instant, reading);
  if (ago === 0) return formatTime(instant, reading);
  if (ago === 1) return relative(locale).format(-1, 'day');
  if (ago > 1 && ago < 7) return formatter(tag(locale), { weekday: 'short', timeZone }).format(instant);
  return isThisYear(instant, reading)
    ? formatter(tag(locale), { day: 'numeric', month: 'short', timeZone }).format(instant)
    : formatter(tag(locale), { day: 'numeric', month: 'numeric', year: '2-digit', timeZone }).format(instant);
}

/** How long ago: `hace 3 minutos`. Under a minute it says `ahora`. */
export function formatAgo(instant: Date, { locale, now }: Reading): string {
  const seconds = Math.max(0, Math.round((now.getTime() - instant.getTime()) / 1000));
  if (seconds < 60) return relative(locale).format(0, 'second');
  if (seconds < 3600) return relative(locale).format(-Math.floor(seconds / 60), 'minute');
  if (seconds < 86_400) return relative(locale).format(-Math.floor(seconds / 3600), 'hour');
  return relative(locale).format(-Math.floor(seconds / 86_400), 'day');
}

function daysAgo(instant: Date, { now, timeZone }: Reading): number {
  const day = (at: Date) => Date.parse(`${dayKey(at, timeZone)}T00:00:00Z`);
  return Math.round((day(now) - day(instant)) / dayMs);
}

function isThisYear(instant: Date, { now, timeZone }: Reading): boolean {
  return dayKey(instant, timeZone).slice(0, 4) === dayKey(now, timeZone).slice(0, 4);
}

function tag(locale: Locale): string {
  return locale === 'es' ? 'es-ES' : 'en-GB';
}

// building an Intl formatter costs far more than using one, and lists build the same few for each row
const formatters = new Map<string, Intl.DateTimeFormat>();
function formatter(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${JSON.stringify(options)}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

const relatives = new Map<Locale, Intl.RelativeTimeFormat>();
function relative(locale: Locale): Intl.RelativeTimeFormat {
  const known = relatives.get(locale);
  if (known) return known;
  const made = new Intl.RelativeTimeFormat(tag(locale), { numeric: 'auto' });
  relatives.set(locale, made);
  return made;
}
