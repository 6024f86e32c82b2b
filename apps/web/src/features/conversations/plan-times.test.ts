import { expect, test } from 'vitest';
import { dayAndClock, planAt } from './plan-times.ts';

const madrid = 'Europe/Madrid';
const at = (preset: Parameters<typeof planAt>[0], now: string) =>
  planAt(preset, new Date(now), madrid)?.toISOString() ?? null;

test('later today is an hour away at least, and there is none in the evening', () => {
  expect(at('today', '2026-11-27T09:00:00Z')).toBe('2026-11-27T11:00:00.000Z');
  expect(at('today', '2026-11-27T10:30:00Z')).toBe('2026-11-27T15:00:00.000Z');
  expect(at('today', '2026-11-27T17:30:00Z')).toBeNull();
});

test('tomorrow and Monday are at nine where the business is, and Sunday offers one of them', () => {
  expect(at('tomorrow', '2026-11-27T23:30:00Z')).toBe('2026-11-29T08:00:00.000Z');
  expect(at('monday', '2026-11-27T09:00:00Z')).toBe('2026-11-30T08:00:00.000Z');
  expect(at('monday', '2026-11-30T09:00:00Z')).toBe('2026-12-07T08:00:00.000Z');
  expect(at('monday', '2026-11-29T09:00:00Z')).toBeNull();
});

test('an instant is taken apart on the clocks of the business', () => {
  expect(dayAndClock(new Date('2026-11-27T23:05:00Z'), madrid)).toEqual({ day: '2026-11-28', clock: '00:05' });
});
