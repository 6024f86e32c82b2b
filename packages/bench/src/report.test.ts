import { expect, test } from 'vitest';
import { intervalOf, median, percentile, resultOf } from './report.ts';

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

test('a target is missed when the figure itself lies beyond it, whatever single samples reach', () => {
  const of = (samples: number[], bound: object) => resultOf({ name: 'x', unit: 'x', samples, ...bound }).ok;
  expect(of([0.3, 0.35, 0.41], { least: 0.4 })).toBe(false);
  expect(of([0.3, 0.41, 0.45], { least: 0.4 })).toBe(true);
  expect(of([280, 310, 330], { most: 300 })).toBe(false);
  expect(of([280, 290, 330], { most: 300 })).toBe(true);
  expect(of([1], {})).toBe(true);
});

test('a figure that stands for all samples is judged, not their median: the p99 of everything, though each window kept it', () => {
  const figure = { name: 'x', unit: 'ms', samples: [120, 130, 900], most: 300 };
  expect(resultOf({ ...figure, value: 310 })).toMatchObject({ value: 310, ok: false });
  expect(resultOf({ ...figure, value: 300 })).toMatchObject({ value: 300, ok: true });
});

test('what is judged is the figure before it is rounded', () => {
  expect(resultOf({ name: 'x', unit: 'x', samples: [0.399996], least: 0.4 })).toMatchObject({ value: 0.4, ok: false });
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

test('of paired rounds a target is missed when the whole interval of their median lies beyond it', () => {
  const rounds = Array.from({ length: 15 }, (_, n) => 1 + n / 10);
  expect(intervalOf(rounds)).toEqual([1.3, 2.1]);
  const of = (bound: object) => resultOf({ name: 'x', unit: 'times', samples: rounds, byInterval: true, ...bound });
  expect(of({ most: 1.4 })).toMatchObject({ value: 1.7, ok: true });
  expect(of({ most: 1.2 })).toMatchObject({ ok: false });
  expect(of({ least: 2 })).toMatchObject({ ok: true });
  expect(of({ least: 2.2 })).toMatchObject({ ok: false });
});
