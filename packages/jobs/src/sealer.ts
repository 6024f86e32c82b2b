import type { AuditHead } from '@recado/core/kernel';
import type { Logger } from '@recado/runtime/logger';

export type Sealer = {
  /** What was sealed and anchored since the start, and how often it failed. */
  stats(): { sealed: number; anchored: number; failures: number };
  stop(): Promise<void>;
};

/** Waits in milliseconds, as data, so that tests need not wait like the world does. */
export type SealerTiming = { lookEvery: number; anchorEvery: number; anchorFirst: number };

const USUAL: SealerTiming = { lookEvery: 1_000, anchorEvery: 300_000, anchorFirst: 10_000 };
/** Entries of one look; while it finds that many there is no rest. */
const BATCH = 500;

/**
 * Seals the audit: looks every second, so that an entry is in its chain within five of its commit, and writes the heads down outside of the
 * database every five minutes, in the log as well. Where several processes do this, one is at it and the others pass.
 */
export function startSealer(options: {
  seal(limit: number): Promise<number | null>;
  anchor(): Promise<AuditHead[] | null>;
  log: Logger;
  timing?: Partial<SealerTiming>;
}): Sealer {
  const timing = { ...USUAL, ...options.timing };
  const counts = { sealed: 0, anchored: 0, failures: 0 };
  let isStopped = false;
  let wake = (): void => {};
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const failed = (error: unknown, what: string): void => {
    counts.failures += 1;
    options.log.error({ err: error }, what);
  };
  const work = async (): Promise<void> => {
    let anchorAt = Date.now() + timing.anchorFirst;
    while (!isStopped) {
      let sealed: number | null = null;
      try {
        sealed = await options.seal(BATCH);
        counts.sealed += sealed ?? 0;
      } catch (error) {
        failed(error, 'the audit could not be sealed');
      }
      if (Date.now() >= anchorAt) {
        anchorAt = Date.now() + timing.anchorEvery;
        try {
          const heads = (await options.anchor()) ?? [];
          counts.anchored += heads.length;
          if (heads.length > 0) options.log.info({ heads }, 'the heads of the audit are written down');
        } catch (error) {
          failed(error, 'the heads of the audit could not be written down');
        }
      }
      if (!isStopped && sealed !== BATCH) await rest(timing.lookEvery);
    }
  };
  const working = work();
  return {
    stats: () => ({ ...counts }),
    async stop() {
      isStopped = true;
      wake();
      await working;
    },
  };
}
