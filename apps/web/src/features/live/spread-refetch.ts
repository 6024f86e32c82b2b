/** All browsers that begin anew in the same moment ask again within this time, not at once. */
const SPREAD_MS = 4_000;

export type RefetchPorts = {
  random(): number;
  setTimer(run: () => void, ms: number): () => void;
  isHidden(): boolean;
  /** Calls once when the page is looked at again. Answers how to stop waiting. */
  whenShown(run: () => void): () => void;
};

/**
 * Asks for what is loaded again after a gap: once however often it is asked, at a moment of chance so that thousands do not come together, and
 * not before anybody looks at the page.
 */
export function spreadRefetch(refetch: () => void, ports: RefetchPorts): { ask(): void; stop(): void } {
  let stopWaiting: (() => void) | null = null;
  const run = () => {
    stopWaiting = null;
    refetch();
  };
  return {
    ask() {
      if (stopWaiting) return;
      stopWaiting = ports.isHidden() ? ports.whenShown(run) : ports.setTimer(run, ports.random() * SPREAD_MS);
    },
    stop() {
      stopWaiting?.();
      stopWaiting = null;
    },
  };
}

/** The ports of this page. */
export const pagePorts = (): RefetchPorts => ({
  random: Math.random,
  setTimer(run, ms) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  isHidden: () => document.hidden,
  whenShown(run) {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener('visibilitychange', look);
      run();
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  },
});
