import { WorkingHours } from '@recado/core/conversations/contract';
import { expect, test } from 'vitest';
import { addSpan, clockOf, minuteOf, setEnd } from './hours.ts';

test('a minute and a clock are one, and midnight ends a day or begins it', () => {
  expect([clockOf(0), clockOf(545), clockOf(1440)]).toEqual(['00:00', '09:05', '00:00']);
  expect([minuteOf('09:05', 0), minuteOf('00:00', 0), minuteOf('00:00', 1), minuteOf('', 1)]).toEqual([
    545,
    0,
    1440,
    null,
  ]);
});

test('an end is set only where the day still goes forwards', () => {
  const day: [number, number][] = [
    [540, 840],
    [960, 1200],
  ];
  expect(setEnd(day, 0, 1, 900)).toEqual([
    [540, 900],
    [960, 1200],
  ]);
  expect([setEnd(day, 0, 1, 961), setEnd(day, 0, 0, 840), setEnd(day, 1, 0, 800)]).toEqual([null, null, null]);
});

test('whatever is added to a day is a day that can be saved', () => {
  for (let until = 541; until < 1380; until += 7) {
    const spans = addSpan(addSpan([[540, until]]).slice(0, 2));
    expect(WorkingHours.safeParse({ 1: addSpan([[540, until]]) }).success).toBe(true);
    if ((spans.at(-2)?.[1] ?? 0) < 1380) expect(WorkingHours.safeParse({ 1: spans }).success).toBe(true);
  }
  expect(addSpan([])).toEqual([[540, 1200]]);
});
