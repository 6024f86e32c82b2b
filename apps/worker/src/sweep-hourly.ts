import { sweep } from '@recado/core/kernel';
import type { Logger } from '@recado/runtime/logger';

const HOUR_MS = 3_600_000;

/** Removes what has served its time once an hour, the first time a minute after the start; several processes do no harm. */
export function sweepHourly(db: Parameters<typeof sweep>[0], log: Logger): () => void {
  const once = (): void => {
    sweep(db).then(
      (removed) => removed > 0 && log.info({ removed }, 'old changes removed'),
      (error) => log.warn({ err: error }, 'nothing was removed'),
    );
  };
  const first = setTimeout(once, 60_000);
  const every = setInterval(once, HOUR_MS);
  return () => {
    clearTimeout(first);
    clearInterval(every);
  };
}
