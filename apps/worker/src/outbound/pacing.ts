/** How fast a number may speak, as data: a burst for a conversation, then a steady, uneven pace. */
export type Pace = { burst: number; everyMs: number; jitter: number };

export const usualPace: Pace = { burst: 12, everyMs: 1_500, jitter: 0.4 };

export type Pacer = {
  /** How long to wait before the next message, in ms; taking it counts. */ take(nowMs: number): number;
};

/** A token bucket with jitter: whoever sends in a fixed rhythm looks like a machine to WhatsApp. */
export function createPacer(pace: Pace = usualPace, random: () => number = Math.random): Pacer {
  let tokens = pace.burst;
  let at: number | null = null;
  return {
    take(nowMs) {
      if (at !== null) tokens = Math.min(pace.burst, tokens + (nowMs - at) / pace.everyMs);
      at = nowMs;
      tokens -= 1;
      if (tokens >= 0) return 0;
      return Math.round(-tokens * pace.everyMs * (1 + (random() * 2 - 1) * pace.jitter));
    },
  };
}

export const noPacer: Pacer = { take: () => 0 };
