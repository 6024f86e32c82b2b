const LEAST_MS = 20;
const MOST_MS = 120;
const TIMES = 8;

/** Keeps calls of one kind for one number apart. Whoever comes alone waits for nothing; a burst is stored many at a time. */
export type Breather = {
  /** How long the next call should wait yet, in ms. */
  left(): number;
  /** Runs a call; the pause after it is a multiple of what it took, so that a busy database is asked less often, for more. */
  around<T>(call: () => Promise<T>): Promise<T>;
};

export function createBreather(now: () => number = () => performance.now()): Breather {
  let freeAt = Number.NEGATIVE_INFINITY;
  return {
    left: () => Math.max(0, freeAt - now()),
    async around(call) {
      const began = now();
      try {
        return await call();
      } finally {
        const ended = now();
        freeAt = ended + Math.min(MOST_MS, Math.max(LEAST_MS, (ended - began) * TIMES));
      }
    },
  };
}
