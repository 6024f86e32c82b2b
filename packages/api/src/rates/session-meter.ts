import type { Granted } from '@recado/core/kernel';

/** Calls that a session makes in a process before the process asks the store at all, and how many it asks for at a time from then on. */
export const FREE_CALLS = 100;
const GRANT = 100;
const REMEMBERED = 50_000;

type Meter = {
  used: number;
  granted: number;
  asked: boolean;
  left: number;
  refused: boolean;
  asking: Promise<void> | null;
};

/**
 * Counts the calls of sessions without a question to the store for each: a process lets the first hundred of a minute through by itself,
 * tells the store of them when the next comes, and takes a hundred at a time. One process is exact; each other that stays below its
 * hundred free calls adds those, so n processes allow at most (n - 1) × 100 too many in a minute. Minutes are those of the clock.
 */
export function createSessionMeter(
  limit: { allowed: number; seconds: number },
  ask: (session: string, minute: number, calls: number) => Promise<Granted>,
  now: () => number,
) {
  const span = limit.seconds * 1000;
  let minute = 0;
  let meters = new Map<string, Meter>();

  async function more(session: string, meter: Meter): Promise<void> {
    const calls = (meter.asked ? 0 : meter.granted) + GRANT;
    const got = await ask(session, minute, calls);
    meter.granted += Math.max(0, got.granted - (calls - GRANT));
    meter.asked = true;
    meter.left = got.remaining;
    meter.refused = got.granted < calls;
  }

  return async function take(session: string): Promise<Granted> {
    const at = now();
    if (Math.floor(at / span) !== minute || meters.size > REMEMBERED) {
      minute = Math.floor(at / span);
      meters = new Map();
    }
    const meter = meters.get(session) ?? {
      used: 0,
      granted: FREE_CALLS,
      asked: false,
      left: limit.allowed - FREE_CALLS,
      refused: false,
      asking: null,
    };
    meters.set(session, meter);
    while (meter.used >= meter.granted && !meter.refused) {
      // those that come meanwhile wait for the same answer
      meter.asking ??= more(session, meter).finally(() => {
        meter.asking = null;
      });
      await meter.asking;
    }
    const resetMs = (minute + 1) * span - at;
    if (meter.used >= meter.granted) return { granted: 0, remaining: 0, resetMs };
    meter.used += 1;
    return { granted: 1, remaining: meter.granted - meter.used + meter.left, resetMs };
  };
}
