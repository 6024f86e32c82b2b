import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startSealer } from './sealer.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

type Entry = { at: number; sealedAt: number | null };

/** A sealer over entries that come when they come; each look takes what is there, at most so many. */
function open(options: { failing?: (look: number) => boolean } = {}) {
  const entries: Entry[] = [];
  const errors: unknown[] = [];
  const anchored: number[] = [];
  let looks = 0;
  const sealer = startSealer({
    async seal(limit) {
      looks += 1;
      if (options.failing?.(looks)) throw new Error('the database is away');
      const due = entries.filter(({ sealedAt }) => sealedAt === null).slice(0, limit);
      for (const entry of due) entry.sealedAt = Date.now();
      return due.length;
    },
    async anchor() {
      anchored.push(Date.now());
      return [];
    },
    log: { info() {}, error: (error: unknown) => errors.push(error) } as never,
  });
  return { entries, errors, anchored, sealer, looks: () => looks };
}
const write = (entries: Entry[], count = 1): void => {
  for (let n = 0; n < count; n += 1) entries.push({ at: Date.now(), sealedAt: null });
};
const slowest = (entries: Entry[]) =>
  Math.max(...entries.map(({ at, sealedAt }) => (sealedAt ?? Number.POSITIVE_INFINITY) - at));

test('an entry is sealed within five seconds, whenever it comes and however many come at once', async () => {
  const { entries, sealer } = open();
  for (let n = 0; n < 40; n += 1) {
    write(entries, n % 7 === 0 ? 1_600 : 3);
    await vi.advanceTimersByTimeAsync(137 + n * 61);
  }
  await vi.advanceTimersByTimeAsync(5_000);
  expect(slowest(entries)).toBeLessThan(5_000);
  expect(sealer.stats()).toMatchObject({ sealed: entries.length, failures: 0 });
  await sealer.stop();
});

test('a look that fails is made again at the next one, and said', async () => {
  const { entries, errors, sealer } = open({ failing: (look) => look === 2 || look === 3 });
  await vi.advanceTimersByTimeAsync(100);
  write(entries);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(slowest(entries)).toBeLessThan(5_000);
  expect([errors.length, sealer.stats().failures]).toEqual([2, 2]);
  await sealer.stop();
});

test('the heads are written down ten seconds after the start and every five minutes from then', async () => {
  const { anchored, sealer } = open();
  const began = Date.now();
  await vi.advanceTimersByTimeAsync(911_000);
  const after = anchored.map((at) => Math.round((at - began) / 1_000));
  expect(after[0]).toBe(10);
  expect(after.slice(1).map((at, n) => Math.abs(at - (after[n] as number) - 300) <= 1)).toEqual([true, true, true]);
  await sealer.stop();
});
