import { expect, test } from 'vitest';
import { untilNoneLeft } from './until.ts';

const falling =
  (...numbers: number[]) =>
  () =>
    numbers.length > 1 ? (numbers.shift() as number) : (numbers[0] as number);

test('what falls is waited for until nothing is left', async () => {
  await expect(untilNoneLeft(falling(3, 3, 2, 1, 0), { patienceMs: 5_000, boundMs: 10_000 })).resolves.toBeUndefined();
});

test('what no longer moves is given up, with what was left', async () => {
  await expect(untilNoneLeft(falling(3, 2), { patienceMs: 120, boundMs: 10_000 })).rejects.toThrow(
    /^2 left, and none came/,
  );
});

test('what moves for ever is given up at the bound', async () => {
  let turn = 0;
  await expect(untilNoneLeft(() => Math.ceil(50 + 50 / ++turn), { patienceMs: 10_000, boundMs: 150 })).rejects.toThrow(
    /left after/,
  );
});
