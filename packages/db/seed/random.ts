/** A seeded source of chance: the same seed tells the same story on every machine. */
export type Chance = {
  /** From 0 up to, but not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  /** True in `share` of the cases, 0 to 1. */
  is(share: number): boolean;
  shuffle<T>(items: readonly T[]): T[];
  hex(digits: number): string;
  /** A UUIDv7 of an instant, so that demo rows lie in their indexes as real ones would. */
  id(at: number): string;
};

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const hex = (digits: number): string => Array.from({ length: digits }, () => between(0, 15).toString(16)).join('');
  return {
    next,
    between,
    hex,
    pick<T>(items: readonly T[]): T {
      if (items.length === 0) throw new Error('There is nothing to choose from.');
      return items[Math.floor(next() * items.length)] as T;
    },
    is: (share) => next() < share,
    shuffle<T>(items: readonly T[]): T[] {
      const order = [...items];
      for (let at = order.length - 1; at > 0; at -= 1) {
        const other = between(0, at);
        [order[at], order[other]] = [order[other] as T, order[at] as T];
      }
      return order;
    },
    id(at) {
      const stamp = Math.max(0, Math.floor(at)).toString(16).padStart(12, '0');
      const variant = (8 + between(0, 3)).toString(16);
      return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(3)}-${variant}${hex(3)}-${hex(12)}`;
    },
  };
}
