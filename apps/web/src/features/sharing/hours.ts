type Span = [number, number];

/** A minute of the day as a clock shows it; the end of the day is midnight. */
export const clockOf = (minute: number): string =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

/** What a clock shows as a minute of the day, where midnight ends the day when it is an end; null for what is no time. */
export const minuteOf = (text: string, end: 0 | 1): number | null => {
  const [, hours, minutes] = /^(\d{2}):(\d{2})/.exec(text) ?? [];
  if (!hours || !minutes) return null;
  const minute = Number(hours) * 60 + Number(minutes);
  return end === 1 && minute === 0 ? 1440 : minute;
};

/** A day's spans with one end set; null where they would go backwards or overlap. */
export function setEnd(spans: readonly Span[], at: number, end: 0 | 1, minute: number): Span[] | null {
  const next = spans.map(
    (span, other): Span => (other !== at ? span : end === 0 ? [minute, span[1]] : [span[0], minute]),
  );
  const isRight = next.every(
    ([from, until], place) => from < until && (place === 0 || (next[place - 1]?.[1] ?? 0) <= from),
  );
  return isRight ? next : null;
}

/** One more span behind a day's others: an hour's pause, then on until the evening. */
export function addSpan(spans: readonly Span[]): Span[] {
  const last = spans.at(-1)?.[1];
  if (last === undefined) return [[540, 1200]];
  const from = Math.min(last + 60, 1439);
  return [...spans, [from, Math.min(Math.max(from + 60, 1200), 1440)]];
}
