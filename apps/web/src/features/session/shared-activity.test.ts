import { afterEach, expect, it, vi } from 'vitest';
import { joinActivity } from './shared-activity.ts';

const kept = new Map<string, string>();
vi.stubGlobal('localStorage', {
  getItem: (key: string) => kept.get(key) ?? null,
  setItem: (key: string, value: string) => void kept.set(key, value),
});
afterEach(() => kept.clear());

it('tells of the newest input in any tab, and takes nothing from a clock that ran ahead', () => {
  const [one, two] = [joinActivity('p', () => {}), joinActivity('p', () => {})];
  const now = Date.now();
  one.noteInput(now - 5_000);
  expect([one.lastInput(), two.lastInput()]).toEqual([now - 5_000, now - 5_000]);
  // a moment that has not come yet would be the newest until it does, and keep an empty desk open
  kept.set('recado.input.p', String(now + 3_600_000));
  expect([one.lastInput(), two.lastInput()]).toEqual([now - 5_000, 0]);
  two.noteInput(now);
  expect(one.lastInput()).toBe(now);
  one.leave();
  two.leave();
});
