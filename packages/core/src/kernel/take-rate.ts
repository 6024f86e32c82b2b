import type { Database } from '@recado/db';
import type { Granted } from './ctx.ts';

/** Takes up to so many calls of what a pseudonym is allowed in a window, which begins with its first call; never more than is left. */
export async function takeRate(
  db: Database,
  key: Buffer,
  limit: { allowed: number; seconds: number },
  calls: number,
): Promise<Granted> {
  const [row] = await db`
    select granted, remaining, reset_ms "resetMs" from guard.take_rate(${key}, ${limit.allowed}, ${`${limit.seconds} seconds`}::interval, ${calls})`;
  if (!row) throw new Error('The database counted nothing.');
  return row as Granted;
}
