import { expect, it } from 'vitest';
import { createPacer } from './pacing.ts';

it('lets a conversation through at once and slows a stream down, unevenly', () => {
  const pacer = createPacer({ burst: 3, everyMs: 1000, jitter: 0.4 }, () => 1);
  expect([pacer.take(0), pacer.take(0), pacer.take(0)]).toEqual([0, 0, 0]);
  expect(pacer.take(0)).toBe(1400);
  const calm = createPacer({ burst: 3, everyMs: 1000, jitter: 0.4 }, () => 0);
  for (let n = 0; n < 3; n += 1) calm.take(0);
  expect(calm.take(0)).toBe(600);
});

it('rests fill the burst again, and no further', () => {
  const pacer = createPacer({ burst: 2, everyMs: 1000, jitter: 0 }, () => 0.5);
  pacer.take(0);
  pacer.take(0);
  expect([pacer.take(1_000_000), pacer.take(1_000_000)]).toEqual([0, 0]);
  expect(pacer.take(1_000_000)).toBe(1000);
});
