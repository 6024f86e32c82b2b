/** How often what was refused is written where the staff sees it. */
const TELL_MS = 15_000;

type Counts = Record<string, number>;

/**
 * Writes what was refused since the last time, now and then and once more at the end. A process that dies in between loses a few
 * counts, never a refusal: each is in the log.
 */
export function tellRefusals(options: {
  read(): Promise<Counts>;
  write(counts: Counts): Promise<void>;
  onError(error: unknown): void;
}): { stop(): Promise<void> } {
  let told: Counts = {};
  let running: Promise<void> = Promise.resolve();
  const tell = async () => {
    try {
      const now = await options.read();
      const fresh = Object.entries(now)
        .map(([reason, count]) => [reason, count - (told[reason] ?? 0)] as const)
        .filter(([, count]) => count > 0);
      if (fresh.length === 0) return;
      await options.write(Object.fromEntries(fresh));
      told = now;
    } catch (error) {
      options.onError(error);
    }
  };
  const timer = setInterval(() => {
    running = running.then(tell);
  }, TELL_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await tell();
    },
  };
}
