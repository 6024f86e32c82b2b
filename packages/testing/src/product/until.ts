/** Asks until the answer is neither false nor nothing, and gives it; throws with what was waited for when time runs out. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | null | false> | T | undefined | null | false,
  withinMs = 30_000,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let trouble: unknown;
  while (Date.now() < deadline) {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== null && answer !== false) return answer;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`waited ${withinMs / 1000} s for ${what}`, { cause: trouble });
}

/**
 * Waits until a number that falls has come to nought, as long as it falls: throws when it has not moved for `patienceMs`, or after
 * `boundMs` in all, with what was left.
 */
export async function untilNoneLeft(
  ask: () => Promise<number> | number,
  { patienceMs, boundMs }: { patienceMs: number; boundMs: number },
): Promise<void> {
  const begun = Date.now();
  let left = Number.POSITIVE_INFINITY;
  let moved = begun;
  for (;;) {
    const now = await ask();
    if (now === 0) return;
    if (now < left) [left, moved] = [now, Date.now()];
    if (Date.now() - moved > patienceMs) throw new Error(`${left} left, and none came for ${patienceMs / 1000} s`);
    if (Date.now() - begun > boundMs) throw new Error(`${left} left after ${boundMs / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(1_000, 50 + now)));
  }
}
