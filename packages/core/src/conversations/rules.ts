// What a quick reply may say and what becomes of it for one customer; and when so much work has gone by.
import type { Weekday, WorkingHours } from './contract.ts';

/** What stands in a quick reply for something of the customer, the writer or the company. */
export const replyVariables = [
  'contact.name',
  'contact.firstName',
  'contact.phone',
  'agent.name',
  'agent.firstName',
  'workspace.name',
] as const;
export type ReplyVariable = (typeof replyVariables)[number];

const pattern = /\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}/g;
const isKnown = (name: string): name is ReplyVariable => (replyVariables as readonly string[]).includes(name);

/** The variables of a text that nothing is known of, as they are written, each once. */
export const unknownVariables = (text: string): string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name]) => name ?? '').filter((name) => !isKnown(name))),
];

/** The text for one customer: `{{contact.name|amiga}}` says `amiga` where the customer has no name. `missing` are those with neither. */
export function fillVariables(
  text: string,
  values: Partial<Record<ReplyVariable, string | null>>,
): { text: string; missing: ReplyVariable[] } {
  const missing: ReplyVariable[] = [];
  const filled = text.replace(pattern, (whole, name: string, fallback: string | undefined) => {
    if (!isKnown(name)) return whole;
    const value = values[name]?.trim() || fallback?.trim();
    if (!value) missing.push(name);
    return value ?? '';
  });
  // what a gap leaves between words
  return { text: missing.length > 0 ? filled.replace(/ {2,}/g, ' ').replace(/ ([,.;:!?])/g, '$1') : filled, missing };
}

const DAY_MS = 86_400_000;
/** Longer than a year, so that a company that works on no day is found. */
const DAYS_AHEAD = 400;

/** What clocks of a zone show at an instant, as if it were an instant of UTC. */
function wallOf(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).formatToParts(instant);
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
}

/** The instant at which clocks of a zone show this; of a time that is skipped or comes twice, what Postgres takes. */
function instantOf(timeZone: string, wall: number): number {
  const [before, after] = [wall - DAY_MS, wall + DAY_MS].map((near) => wallOf(timeZone, near) - near) as [
    number,
    number,
  ];
  return wallOf(timeZone, wall - after) === wall ? wall - after : wall - before;
}

/**
 * When so many minutes of work have gone by, in the hours of each local day as long as that day really is; all of them when `hours` is null. Null where
 * nothing is worked for longer than a year. The database says the same (app.add_working).
 */
export function addWorking(hours: WorkingHours | null, timeZone: string, from: Date, minutes: number): Date | null {
  let left = minutes * 60_000;
  if (hours === null) return new Date(from.getTime() + left);
  const first = Math.floor(wallOf(timeZone, from.getTime()) / DAY_MS) * DAY_MS;
  for (let day = first; day <= first + DAYS_AHEAD * DAY_MS; day += DAY_MS) {
    const weekday = String(new Date(day).getUTCDay() || 7) as Weekday;
    for (const [begin, end] of hours[weekday] ?? []) {
      const a = Math.max(instantOf(timeZone, day + begin * 60_000), from.getTime());
      const b = instantOf(timeZone, day + end * 60_000);
      if (b <= a) continue;
      if (left <= b - a) return new Date(a + left);
      left -= b - a;
    }
  }
  return null;
}
