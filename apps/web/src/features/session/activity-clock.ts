/** How often a person's activity is told to the server while there is some. */
export const beatEveryMs = 120_000;
/** How long before the end a person is warned. */
export const warnBeforeMs = 120_000;

/** Whether to tell the server now: something was really done since the last time it was told, and that was a while ago. */
export function isBeatDue(at: { now: number; lastInput: number; lastBeat: number }): boolean {
  return at.lastInput > at.lastBeat && at.now - at.lastBeat >= beatEveryMs;
}

/** Where a session stands between input and its end; the times are those of this machine. */
export function stageOf(at: { now: number; until: number }): 'calm' | 'warning' | 'over' {
  const left = at.until - at.now;
  return left <= 0 ? 'over' : left <= warnBeforeMs ? 'warning' : 'calm';
}

/** Whether the machine slept between two ticks of a clock: they came much further apart than they should. */
export function hasSlept(at: { now: number; lastTick: number; everyMs: number }): boolean {
  return at.now - at.lastTick > at.everyMs * 3 || at.now < at.lastTick - at.everyMs;
}

/** At which of the seconds left a screen reader is told of them: often enough to act, never every second. */
const toldAt = [120, 60, 30, 10] as const;

/** What was last to be told at so many seconds left; null before the first. */
export function tellingAt(secondsLeft: number): number | null {
  return toldAt.findLast((at) => secondsLeft <= at) ?? null;
}
