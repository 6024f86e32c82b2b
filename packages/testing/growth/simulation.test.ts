import { afterAll, describe, expect, it } from 'vitest';
import { innocentKinds, sharerKinds } from '../src/sharing/draw-person.ts';
import { judgeKind, type KindFigures } from '../src/sharing/judge.ts';

/** A hundred of each kind, from seeds that nothing was tuned on, drawn from ranges half as wide again. `npm run soak -- sharing` takes a thousand. */
const HELD_OUT = { each: 100, seed: 1, widened: true, heldOut: true };
/** Who use it at once; what the two others do can hardly be told from one person with two devices, and is not told. */
const AT_ONCE = ['ping-pong duo', 'two cities', 'team of four', 'assistant elsewhere'] as const;
const judged = new Map<string, KindFigures>();
const take = (kind: Parameters<typeof judgeKind>[0]): KindFigures => {
  const figures = judged.get(kind) ?? judgeKind(kind, HELD_OUT);
  judged.set(kind, figures);
  return figures;
};
afterAll(() => judged.clear());

describe('ninety days of people who are alone with their account', () => {
  it.each(innocentKinds)('%s: under one in a hundred is ever told anything', { timeout: 60_000 }, (kind) => {
    expect(take(kind).told).toBeLessThan(1);
  });

  it('in all under one in two hundred is', { timeout: 200_000 }, () => {
    const told = innocentKinds.reduce((sum, kind) => sum + take(kind).told, 0);
    expect(told / (innocentKinds.length * HELD_OUT.each)).toBeLessThan(0.005);
  });
});

describe('ninety days of people who share one', () => {
  it.each(sharerKinds)('%s: nobody is told before they share', { timeout: 60_000 }, (kind) => {
    expect(take(kind).days.filter((day) => day < 0)).toEqual([]);
  });

  it('four in five of those who use it at once are found within two weeks', { timeout: 60_000 }, () => {
    const found = AT_ONCE.reduce((sum, kind) => sum + take(kind).found, 0);
    expect(found / (AT_ONCE.length * HELD_OUT.each)).toBeGreaterThanOrEqual(0.8);
  });

  it('half of those who work in shifts are', { timeout: 60_000 }, () => {
    expect(take('shifts at one shop').found / HELD_OUT.each).toBeGreaterThanOrEqual(0.5);
  });
});
