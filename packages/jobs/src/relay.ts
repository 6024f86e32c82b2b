import type { OutboxLag } from '@recado/core/kernel';
import type { Logger } from '@recado/runtime/logger';

export type RelayStats = OutboxLag & { moved: number; failures: number };

export type Relay = {
  /** Looks now: somebody said that an event waits. */
  nudge(): void;
  /** How far it is behind, asked of the database. */
  stats(): Promise<RelayStats>;
  stop(): Promise<void>;
};

/** Waits of the relay in milliseconds, as data, so that tests need not wait like the world does. */
export type RelayTiming = {
  /** Hints get lost; without one it looks this often. */
  lookEvery: number;
  backoffFirst: number;
  backoffMost: number;
  lagEvery: number;
};

const USUAL: RelayTiming = { lookEvery: 5_000, backoffFirst: 250, backoffMost: 30_000, lagEvery: 15_000 };
/** An event that waits longer is told in the log. */
const LAG_SECONDS = 30;

/**
 * Moves events from the outbox to an engine, in their order. `move` takes what it can and answers how many; null says that another
 * process is at it. When it throws, nothing behind goes first: the relay waits, longer each time, and tries the same again.
 */
export function startRelay(options: {
  move(): Promise<number | null>;
  readLag(): Promise<OutboxLag>;
  log: Logger;
  timing?: Partial<RelayTiming>;
}): Relay {
  const timing = { ...USUAL, ...options.timing };
  const counts = { moved: 0, failures: 0 };
  let isStopped = false;
  let isNudged = false;
  let wake = (): void => {};

  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const work = async (): Promise<void> => {
    let backoff = timing.backoffFirst;
    while (!isStopped) {
      isNudged = false;
      try {
        const moved = await options.move();
        counts.moved += moved ?? 0;
        backoff = timing.backoffFirst;
        if (!moved && !isNudged && !isStopped) await rest(timing.lookEvery);
      } catch (error) {
        counts.failures += 1;
        options.log.warn({ err: error, againInMs: backoff }, 'events stay in the outbox');
        // a hint does not shorten this rest: the engine is away, not idle
        if (!isStopped) await rest(backoff);
        backoff = Math.min(backoff * 2, timing.backoffMost);
      }
    }
  };
  const watch = setInterval(() => {
    options.readLag().then(
      (lag) => lag.oldestSeconds > LAG_SECONDS && options.log.warn(lag, 'events wait for the relay'),
      (error) => options.log.warn({ err: error }, 'the lag of the outbox is unknown'),
    );
  }, timing.lagEvery);
  watch.unref();
  const working = work();

  return {
    nudge() {
      isNudged = true;
      wake();
    },
    stats: async () => ({ ...(await options.readLag()), ...counts }),
    async stop() {
      isStopped = true;
      clearInterval(watch);
      wake();
      await working;
    },
  };
}
