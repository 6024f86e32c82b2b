import { describe, expect, it } from 'vitest';
import { formatClock } from './format-clock.ts';
import { formatSpan } from './format-span.ts';

// the spaces of Intl are of several kinds
const plain = (text: string) => text.replaceAll(/\s/gu, ' ');
const span = (ms: number) => plain(formatSpan(ms, 'es'));

describe('a length of time', () => {
  it('is told in the one or two units that matter', () => {
    expect([span(0), span(340.4), span(1500), span(59_600), span(184_000)]).toEqual([
      '0 ms',
      '340 ms',
      '1,5 s',
      '1 min',
      '3 min 4 s',
    ]);
    expect([span(7_500_000), span(3_600_000), span(86_400_000 * 3 + 3_600_000 * 4)]).toEqual([
      '2 h 5 min',
      '1 h',
      '3d 4 h',
    ]);
  });
  it('is never less than nothing', () => {
    expect(span(-20)).toBe('0 ms');
  });
});

it('tells a moment to the second, and its day unless it is today', () => {
  const reading = { locale: 'es', now: new Date('2026-11-20T17:40:00Z'), timeZone: 'Europe/Madrid' } as const;
  expect(formatClock(new Date('2026-11-20T07:05:09Z'), reading)).toBe('08:05:09');
  expect(formatClock(new Date('2026-11-19T17:40:00Z'), reading)).toBe('ayer, 18:40:00');
});
