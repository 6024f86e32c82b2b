import type { Locale } from './locale.ts';

/** A file size in the unit that reads best: `2,4 MB`. Units of 1,024, as the limits are written. */
export function formatBytes(bytes: number, locale: Locale): string {
  const [unit, size] =
    bytes >= 1024 ** 3
      ? (['gigabyte', 1024 ** 3] as const)
      : bytes >= 1024 ** 2
        ? (['megabyte', 1024 ** 2] as const)
        : (['kilobyte', 1024] as const);
  const value = bytes / size;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: value >= 10 || unit === 'kilobyte' ? 0 : 1,
  }).format(unit === 'kilobyte' ? Math.max(1, value) : value);
}

/** A length of sound or film as `0:42` or `1:02:03`. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** An amount of money, given in cents, without the cents when there are none: `157 €`. */
export function formatMoney(cents: number, currency: string, locale: Locale): string {
  return new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    maximumFractionDigits: cents % 100 === 0 ? 0 : 2,
    minimumFractionDigits: cents % 100 === 0 ? 0 : 2,
  }).format(cents / 100);
}
