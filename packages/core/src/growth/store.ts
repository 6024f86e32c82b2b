/** The day that a moment is in on somebody's clock, as 2026-11-06. Zones change by quarters of an hour, and days with them. */
export function dayReader(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const known = new Map<number, string>();
  return (at) => {
    const quarter = Math.floor(at / 900_000);
    const day = known.get(quarter) ?? format.format(quarter * 900_000);
    known.set(quarter, day);
    return day;
  };
}
