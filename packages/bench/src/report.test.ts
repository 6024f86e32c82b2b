import { expect, test } from 'vitest';
import { median, percentile, resultOf } from './report.ts';

test('a median is the middle, or the mean of the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(() => median([])).toThrow();
});

test('a percentile is the smallest sample that so many do not exceed', () => {
  const samples = Array.from({ length: 200 }, (_, index) => index + 1);
  expect(percentile(samples, 0.99)).toBe(198);
  expect(percentile(samples, 0.5)).toBe(100);
  expect(percentile([7], 0.99)).toBe(7);
});

test('a target is missed only when every sample lies beyond it', () => {
  const of = (samples: number[], bound: object) => resultOf({ name: 'x', unit: 'x', samples, ...bound }).ok;
  expect(of([0.3, 0.35, 0.41], { least: 0.4 })).toBe(true);
  expect(of([0.3, 0.35, 0.39], { least: 0.4 })).toBe(false);
  expect(of([280, 310, 330], { most: 300 })).toBe(true);
  expect(of([301, 310], { most: 300 })).toBe(false);
  expect(of([1], {})).toBe(true);
});

test('a line has every field, absent ones as null', () => {
  expect(resultOf({ name: 'inbound', unit: 'x', samples: [0.5], limit: 1, least: 0.4 })).toEqual({
    name: 'inbound',
    value: 0.5,
    unit: 'x',
    limit: 1,
    peer: null,
    target: 0.4,
    ok: true,
  });
});
