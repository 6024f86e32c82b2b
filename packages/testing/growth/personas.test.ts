import { describe, expect, it } from 'vitest';
import { drawPerson, innocentKinds, sharerKinds } from '../src/sharing/draw-person.ts';
import { diceOf, widen } from '../src/sharing/drawing.ts';
import { FIGURES, WIDENED } from '../src/sharing/figures.ts';
import { INNOCENTS } from '../src/sharing/innocents.ts';
import { SHARERS } from '../src/sharing/sharers.ts';
import { MINUTE, openWorld } from '../src/sharing/world.ts';

const kinds = [...innocentKinds, ...sharerKinds];

describe('the simulated people', () => {
  it('are twelve kinds who are alone and six who share', () => {
    expect([innocentKinds.length, sharerKinds.length]).toEqual([12, 6]);
  });

  it.each(kinds)('%s: the same seed is the same person, another seed another one', (kind) => {
    expect(drawPerson(kind, 7)).toEqual(drawPerson(kind, 7));
    expect(drawPerson(kind, 7)).not.toEqual(drawPerson(kind, 8));
  });

  it.each(kinds)('%s: has one session at a time, as the guard allows', (kind) => {
    for (const seed of [1, 2, 3]) {
      const { sessions } = drawPerson(kind, seed, { widened: true });
      expect(sessions.length).toBeGreaterThan(50);
      for (const [i, next] of sessions.slice(1).entries()) {
        const before = sessions[i] as (typeof sessions)[number];
        expect(before.endedAt ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(next.startedAt);
        expect(before.lastInputAt).toBeLessThanOrEqual(before.endedAt ?? Number.POSITIVE_INFINITY);
      }
    }
  });

  it.each(innocentKinds)('%s: is never at two devices at once', (kind) => {
    for (const seed of [5, 6, 7, 8]) {
      const stints = INNOCENTS[kind](openWorld(diceOf(seed), WIDENED)).toSorted((a, b) => a.at - b.at);
      const early = stints.slice(1).filter(({ at }, i) => {
        const before = stints[i] as (typeof stints)[number];
        return before.at + before.minutes * MINUTE > at;
      });
      expect(early).toEqual([]);
    }
  });

  it.each(sharerKinds)('%s: is one person until the day on which it is two', (kind) => {
    const { since, stints } = SHARERS[kind](openWorld(diceOf(5), FIGURES));
    const others = stints.filter(({ who }) => who !== 0);
    expect(others.length).toBeGreaterThan(20);
    expect(Math.min(...others.map(({ at }) => at))).toBeGreaterThanOrEqual(since * 24 * 60 * MINUTE);
  });

  it.each(sharerKinds)('%s: says that it is several only once it is', (kind) => {
    for (let seed = 1; seed <= 60; seed++) {
      const { since, cards } = drawPerson(kind, seed);
      expect(cards.filter(({ at, action }) => action === 'several' && at < (since ?? 0) * 24 * 60 * MINUTE)).toEqual(
        [],
      );
    }
  });

  it('are drawn from ranges half as wide again when they are to be hard', () => {
    expect(widen([10, 20])).toEqual([7.5, 22.5]);
    expect(widen([0.2, 0.9])).toEqual([0.2 - 0.175, 1]);
    expect(widen([0, 4])).toEqual([0, 5]);
    for (const [name, [from, to]] of Object.entries(FIGURES)) {
      const wide = WIDENED[name as keyof typeof FIGURES];
      expect(wide[0]).toBeLessThanOrEqual(from);
      expect(wide[1]).toBeGreaterThanOrEqual(to);
    }
  });
});
