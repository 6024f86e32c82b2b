import { describe, expect, it } from 'vitest';
import { formatBytes, formatDuration, formatMoney } from './format-amount.ts';

describe('amounts', () => {
  it('shows a size in the unit that reads best', () => {
    expect(formatBytes(2.4 * 1024 ** 2, 'es')).toBe('2,4 MB');
    expect(formatBytes(16 * 1024 ** 2, 'en')).toBe('16 MB');
    expect(formatBytes(300, 'es')).toBe('1 kB');
  });
  it('shows a duration as a player does', () => {
    expect(formatDuration(42.4)).toBe('0:42');
    expect(formatDuration(3723)).toBe('1:02:03');
  });
});

it.each([
  [15_700, 'es', '157 €'],
  [2_950, 'es', '29,50 €'],
  [15_700, 'en', '€157'],
] as const)('writes %i cents in %s as %s', (cents, locale, text) => {
  expect(formatMoney(cents, 'EUR', locale).replace(/\u00a0/g, ' ')).toBe(text);
});
