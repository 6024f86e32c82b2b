import type { Logger } from '@recado/runtime/logger';

type Waiting<I, O> = { item: I; resolve: (value: O) => void; reject: (error: unknown) => void };

export type Batcher<I, O> = {
  add(item: I): Promise<O>;
  /** Settles when nothing is waiting or under way. */
  idle(): Promise<void>;
};

const PASSING = new Set([
  '40001',
  '40P01',
  '53300',
  '55P03',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 1000;

/** Whether the same statement may succeed a little later: the server is away, or two transactions met. */
export function isPassing(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return PASSING.has(code) || code.startsWith('CONNECT') || code.startsWith('08') || code.startsWith('57P');
}

/**
 * Gathers items into batches: one batch is under way at a time, and whatever arrives meanwhile is the next. A database that is
 * away is waited for up to `patienceMs`; an item that no retry helps is found by trying each of its batch alone.
 */
export function createBatcher<I, O>(options: {
  max: number;
  patienceMs: number;
  log: Logger;
  run: (items: I[]) => Promise<O[]>;
}): Batcher<I, O> {
  let waiting: Waiting<I, O>[] = [];
  let running: Promise<void> | null = null;

  const attempt = async (batch: Waiting<I, O>[]): Promise<void> => {
    const giveUpAt = Date.now() + options.patienceMs;
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        const results = await options.run(batch.map((each) => each.item));
        batch.forEach((each, index) => {
          each.resolve(results[index] as O);
        });
        return;
      } catch (error) {
        if (isPassing(error) && Date.now() < giveUpAt) {
          options.log.warn({ err: error }, 'a batch waits for the database');
          await new Promise((resolve) => setTimeout(resolve, pause));
          continue;
        }
        if (batch.length > 1 && !isPassing(error)) {
          for (const each of batch) await attempt([each]);
          return;
        }
        for (const each of batch) each.reject(error);
        return;
      }
    }
  };
  const work = async (): Promise<void> => {
    // what the same turn of the event loop brings travels together
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, options.max);
      waiting = waiting.slice(options.max);
      await attempt(batch);
    }
    running = null;
  };
  return {
    add: (item) =>
      new Promise<O>((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        running ??= work();
      }),
    idle: async () => {
      while (running) await running;
    },
  };
}
