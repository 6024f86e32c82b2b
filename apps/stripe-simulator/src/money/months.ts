import type { Interval } from '../state/records.ts';

export const DAY = 86_400;

const lastDayOf = (year: number, month: number): number => new Date(Date.UTC(year, month + 1, 0)).getUTCDate();

/** So many months after an anchor, on its day, or on the last day of a month that has no such day. In seconds. */
export function addMonths(anchor: number, months: number): number {
  const from = new Date(anchor * 1000);
  const month = from.getUTCMonth() + months;
  const year = from.getUTCFullYear() + Math.floor(month / 12);
  const inYear = ((month % 12) + 12) % 12;
  const day = Math.min(from.getUTCDate(), lastDayOf(year, inYear));
  const clock = [from.getUTCHours(), from.getUTCMinutes(), from.getUTCSeconds()] as const;
  return Date.UTC(year, inYear, day, ...clock) / 1000;
}

/** The n-th turn after an anchor. */
export function turn(anchor: number, { interval, count }: { interval: Interval; count: number }, n: number): number {
  if (interval === 'day') return anchor + n * count * DAY;
  if (interval === 'week') return anchor + n * count * 7 * DAY;
  return addMonths(anchor, n * count * (interval === 'year' ? 12 : 1));
}

const SHORTEST = { day: DAY, week: 7 * DAY, month: 28 * DAY, year: 365 * DAY };

/** The first turn of an anchor's cycle that lies after a moment. Counted from the anchor each time, so that 31 January leads to 31 March. */
export function nextTurn(anchor: number, cycle: { interval: Interval; count: number }, after: number): number {
  if (after < anchor) return anchor;
  const longest = Math.floor((after - anchor) / (SHORTEST[cycle.interval] * cycle.count)) + 1;
  let n = Math.max(0, longest - Math.ceil(longest / 10) - 2);
  while (turn(anchor, cycle, n) <= after) n += 1;
  return turn(anchor, cycle, n);
}
