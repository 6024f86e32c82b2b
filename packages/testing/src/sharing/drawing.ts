import { seeded } from '../soak/seeded.ts';

/** From, to: what is drawn from lies between them, both included. */
export type Range = readonly [from: number, to: number];

/** Half as wide again, around the same middle. A share stays between 0 and 1, and nothing falls below 0. */
export function widen([from, to]: Range, by = 0.5): Range {
  const more = ((to - from) * by) / 2;
  return [Math.max(0, from - more), to <= 1 ? Math.min(1, to + more) : to + more];
}

/** Chance that repeats with its seed. */
export type Dice = {
  next(): number;
  /** Anywhere in the range. */
  of(range: Range): number;
  /** A whole number of the range. */
  whole(range: Range): number;
  /** True with this chance. */
  hit(chance: number): boolean;
  pick<T>(list: readonly T[]): T;
};

export function diceOf(seed: number): Dice {
  const next = seeded(Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995);
  const of = ([from, to]: Range): number => from + next() * (to - from);
  return {
    next,
    of,
    whole: ([from, to]) => Math.floor(of([Math.ceil(from), Math.floor(to) + 1 - 1e-9])),
    hit: (chance) => next() < chance,
    pick: (list) => list[Math.floor(next() * list.length)] as (typeof list)[number],
  };
}
