import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepReturn, takeReturn } from './return-to.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

const to = { personId: 'p1', email: 'ana@taller.example', path: '/inbox/c1' };

it('is taken once', () => {
  keepReturn(to);
  expect([takeReturn(), takeReturn()]).toEqual([to, null]);
});
it.each(['//evil.example', '/\\evil.example', 'https://evil.example', ''])('never leads out of the app: %s', (path) => {
  keepReturn({ ...to, path });
  expect(takeReturn()?.path).toBe('/inbox');
});
it('is nothing when something else stands there', () => {
  sessionStorage.setItem('recado.return', '{broken');
  expect(takeReturn()).toBeNull();
  sessionStorage.setItem('recado.return', '{"email":3}');
  expect(takeReturn()).toBeNull();
});
