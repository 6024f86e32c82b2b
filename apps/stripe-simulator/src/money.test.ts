import { describe, expect, test } from 'vitest';
import { rounded, shareLeft, spread } from './money/amounts.ts';
import { addMonths, nextTurn } from './money/months.ts';
import { taxFor, taxOn } from './money/tax.ts';
import { at } from './testing/open-account.ts';

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);

test('a period ends on the day of its anchor, or on the last day of a month that has no such day', () => {
  const anchor = at('2026-01-31T10:00:00Z');
  expect([0, 1, 2, 3, 13, 25].map((n) => day(addMonths(anchor, n)))).toEqual([
    ...['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2027-02-28', '2028-02-29'],
  ]);
  const month = { interval: 'month', count: 1 } as const;
  expect(day(nextTurn(anchor, month, at('2026-02-28T10:00:00Z')))).toBe('2026-03-31');
  expect(day(nextTurn(anchor, month, at('2026-02-28T09:59:59Z')))).toBe('2026-02-28');
  expect(day(nextTurn(at('2024-02-29T00:00:00Z'), { interval: 'year', count: 1 }, at('2024-03-01T00:00:00Z')))).toBe(
    '2025-02-28',
  );
  expect(day(nextTurn(anchor, { interval: 'week', count: 2 }, at('2036-01-01T00:00:00Z')))).toBe('2036-01-05');
});

test('every turn of ten years follows the one before it', () => {
  const month = { interval: 'month', count: 1 } as const;
  for (const start of ['2026-01-31T23:30:00Z', '2024-02-29T00:00:00Z', '2026-05-15T12:00:00Z']) {
    const anchor = at(start);
    let turn = anchor;
    for (let n = 1; n <= 120; n++) {
      turn = nextTurn(anchor, month, turn);
      expect(turn).toBe(addMonths(anchor, n));
    }
  }
});

test('halves go away from zero, and a credit mirrors its debit', () => {
  expect([rounded(5, 2), rounded(-5, 2), rounded(4, 3), rounded(5, 3)]).toEqual([3, -3, 1, 2]);
  // 4900 × 16 days ÷ 31 days = 2529.03…
  expect(shareLeft(4900, 15 * 86_400, { start: 0, end: 31 * 86_400 })).toBe(2529);
  expect(shareLeft(-4900, 15 * 86_400, { start: 0, end: 31 * 86_400 })).toBe(-2529);
  expect(shareLeft(4900, 31 * 86_400, { start: 0, end: 31 * 86_400 })).toBe(0);
});

test('parts of a whole add up to it', () => {
  // 1000 over 3 and 3 and 3: 333.33 each, the cent left goes to the first
  expect(spread(1000, [3, 3, 3])).toEqual([334, 333, 333]);
  expect(spread(1, [1, 999])).toEqual([0, 1]);
  expect(spread(500, [0, 0])).toEqual([0, 0]);
});

describe('a seller in Spain', () => {
  const buyer = (country: string | null, postal_code: string | null, isVerifiedBusiness = false, taxExempt = 'none') =>
    taxFor('ES', {
      address: { line1: null, line2: null, city: null, state: null, country, postal_code },
      isVerifiedBusiness,
      taxExempt,
    });

  test.each([
    ['Madrid', 'ES', '28001', false, 2100, 'standard_rated'],
    ['a business in Madrid with a confirmed VAT id', 'ES', '28001', true, 2100, 'standard_rated'],
    ['Las Palmas', 'ES', '35001', false, 0, 'not_collecting'],
    ['a business in Tenerife', 'ES', '38001', true, 0, 'not_collecting'],
    ['Ceuta', 'ES', '51001', false, 0, 'not_collecting'],
    ['Melilla', 'ES', '52001', false, 0, 'not_collecting'],
    ['a consumer in Lisbon', 'PT', '1000-001', false, 2300, 'standard_rated'],
    ['a consumer in Madeira', 'PT', '9000-001', false, 2200, 'standard_rated'],
    ['a consumer in the Azores', 'PT', '9500-001', false, 1600, 'standard_rated'],
    ['a business in Lisbon, confirmed', 'PT', '1000-001', true, 0, 'reverse_charge'],
    ['a consumer in Helsinki', 'FI', '00100', false, 2550, 'standard_rated'],
    ['a business in Berlin, confirmed', 'DE', '10115', true, 0, 'reverse_charge'],
    ['a business in Berlin, not confirmed', 'DE', '10115', false, 1900, 'standard_rated'],
    ['Buenos Aires', 'AR', '1000', false, 0, 'not_collecting'],
    ['London', 'GB', 'SW1A', true, 0, 'not_collecting'],
  ])('%s', (_, country, postcode, isBusiness, rate, reason) => {
    expect(buyer(country, postcode, isBusiness)).toMatchObject({ rate, reason });
  });

  test('who is exempt, who owes it themselves, and who is nowhere', () => {
    expect(buyer('ES', '28001', false, 'exempt')).toMatchObject({ rate: 0, reason: 'customer_exempt' });
    expect(buyer('FR', '75001', false, 'reverse')).toMatchObject({ rate: 0, reason: 'reverse_charge' });
    expect(buyer(null, null)).toMatchObject({ rate: 0, reason: 'not_collecting' });
  });

  test('tax on a price, and in a price', () => {
    expect(taxOn(4900, 2100, false)).toBe(1029);
    // 49.95 × 21 % = 10.4895
    expect(taxOn(4995, 2100, false)).toBe(1049);
    expect(taxOn(-4995, 2100, false)).toBe(-1049);
    // 59.29 = 49.00 + 10.29
    expect(taxOn(5929, 2100, true)).toBe(1029);
    // 10.00 × 25.5 % = 2.55
    expect(taxOn(1000, 2550, false)).toBe(255);
  });
});
