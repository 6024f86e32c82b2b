/** Change rows are kept for a day; a cursor from before that cannot promise completeness. */
const KEPT_MS = 23 * 3600 * 1000;

/** A cursor is a horizon and when it was given; opaque to browsers. */
export const newCursor = (horizon: string, now: Date): string => `${horizon}.${Math.floor(now.getTime() / 1000)}`;

/** Reads a cursor; one that is missing starts at the present, one that is unreadable or too old has expired: the reader starts anew. */
export function readCursor(text: string | null, now: Date): { horizon: string | null; expired: boolean } {
  if (text === null || text === '') return { horizon: null, expired: false };
  const found = /^(\d{1,19})\.(\d{1,12})$/.exec(text);
  const age = now.getTime() - Number(found?.[2] ?? 0) * 1000;
  if (!found || age > KEPT_MS || age < -60_000) return { horizon: null, expired: true };
  return { horizon: found[1] as string, expired: false };
}
