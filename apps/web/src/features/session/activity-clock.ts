/** How often a person's activity is told to the server while there is some. */
export const beatEveryMs = 120_000;

/** Whether to tell the server now: something was really done since the last time it was told, and that was a while ago. */
export function isBeatDue(at: { now: number; lastInput: number; lastBeat: number }): boolean {
  return at.lastInput > at.lastBeat && at.now - at.lastBeat >= beatEveryMs;
}

/** Whether nobody has touched anything for so long that the session has surely ended. */
export function isIdle(at: { now: number; lastInput: number; idleMinutes: number }): boolean {
  return at.now - at.lastInput >= at.idleMinutes * 60_000;
}
