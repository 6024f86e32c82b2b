import { expect, test } from 'vitest';
import { createBreather } from './breather.ts';

function breatherAt(start: number) {
  let time = start;
  const breather = createBreather(() => time);
  const pass = (ms: number): void => {
    time += ms;
  };
  const spend = (ms: number) => breather.around(async () => pass(ms));
  return { breather, spend, pass };
}

test('the first call and one after a while wait for nothing', async () => {
  const { breather, spend, pass } = breatherAt(0);
  expect(breather.left()).toBe(0);
  await spend(5);
  expect(breather.left()).toBe(40);
  pass(30);
  expect(breather.left()).toBe(10);
  pass(30);
  expect(breather.left()).toBe(0);
});

test('the pause follows what the call took, within bounds', async () => {
  const { breather, spend } = breatherAt(0);
  await spend(0);
  expect(breather.left()).toBe(20);
  await spend(500);
  expect(breather.left()).toBe(120);
});

test('a call that fails is followed by a pause too', async () => {
  const { breather } = breatherAt(0);
  await expect(breather.around(() => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  expect(breather.left()).toBe(20);
});
