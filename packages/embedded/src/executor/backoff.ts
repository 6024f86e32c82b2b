/** Seconds before the second, third, … attempt, as the server waits. */
const TABLE = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200];
const JITTER_MS = 30_000;
const FURTHEST_MS = 24 * 3_600_000;

/** The pause after attempt `attempt` (counted from 0) failed. */
export const backoffOf = (attempt: number, random: () => number): number =>
  (TABLE[Math.min(attempt, TABLE.length - 1)] as number) * 1000 + random() * JITTER_MS;

/** What `retry-after` asks for: seconds or a date; null when it asks for nothing readable. Never more than a day. */
export function readRetryAfter(header: string | null, now: number): number | null {
  if (!header) return null;
  const ms = /^\d+(\.\d+)?$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.min(Math.max(ms, 0), FURTHEST_MS);
}
