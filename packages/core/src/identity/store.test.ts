import { expect, test } from 'vitest';
import { newCode } from './store.ts';

test('codes are six digits, with each digit as often at each place', () => {
  const codes = Array.from({ length: 20_000 }, newCode);
  expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
  for (let place = 0; place < 6; place += 1)
    for (let digit = 0; digit < 10; digit += 1) {
      const times = codes.filter((code) => code[place] === String(digit)).length;
      // 2,000 are expected; eight deviations are left to chance
      expect(Math.abs(times - 2_000)).toBeLessThan(8 * Math.sqrt(1_800));
    }
});
