/** The instant at which a calendar day (`2026-11-20`) begins for whoever reads in a time zone; the machine's without one. */
export function dayStart(day: string, timeZone?: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // twice, since the first guess may lie on the other side of a change of clocks
  const guess = midnight - offsetAt(midnight, timeZone);
  return new Date(midnight - offsetAt(guess, timeZone));
}

/** The instant at which the day after begins. */
export function dayEnd(day: string, timeZone?: string): Date {
  return dayStart(new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10), timeZone);
}

function offsetAt(instant: number, timeZone: string | undefined): number {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).formatToParts(instant);
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? '00';
  const wall = `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}:${of('second')}Z`;
  return Date.parse(wall) - Math.floor(instant / 1000) * 1000;
}
