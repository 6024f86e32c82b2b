import { describe, expect, it } from 'vitest';
import { dayEnd, dayStart } from './day-bounds.ts';
import { shortAddress } from './short-address.ts';
import { asFilter, noFilters } from './use-audit-filters.ts';

describe('a day of the reader', () => {
  it('begins and ends at their midnight, in summer and in winter', () => {
    expect(dayStart('2026-01-10', 'Europe/Madrid').toISOString()).toBe('2026-01-09T23:00:00.000Z');
    expect(dayStart('2026-07-10', 'Europe/Madrid').toISOString()).toBe('2026-07-09T22:00:00.000Z');
    expect(dayEnd('2026-12-31', 'America/Mexico_City').toISOString()).toBe('2027-01-01T06:00:00.000Z');
  });

  it('has 25 hours when the clocks go back, and 23 when they go forth', () => {
    const hours = (day: string) =>
      (dayEnd(day, 'Europe/Madrid').getTime() - dayStart(day, 'Europe/Madrid').getTime()) / 3_600_000;
    expect([hours('2026-10-25'), hours('2026-03-29'), hours('2026-05-01')]).toEqual([25, 23, 24]);
  });
});

describe('what is asked for', () => {
  it('is a module by its name, and a cut across them by its own', () => {
    expect(asFilter({ ...noFilters, kind: 'contacts', person: 'p' }, 'UTC')).toEqual({
      group: 'contacts',
      actorId: 'p',
    });
    expect(asFilter({ ...noFilters, kind: 'staff' }, 'UTC')).toEqual({ only: 'staff' });
    expect(asFilter({ ...noFilters, from: '2026-01-01', until: '2026-01-01', subject: 's' }, 'UTC')).toEqual({
      from: '2026-01-01T00:00:00.000Z',
      until: '2026-01-02T00:00:00.000Z',
      subject: 's',
    });
  });
});

describe('an address', () => {
  it('is shown without its end', () => {
    expect(['203.0.113.7', '2001:db8::5', '2001:db8:1:2:3:4:5:6', '::1'].map(shortAddress)).toEqual([
      '203.0.113.x',
      '2001:db8:0::x',
      '2001:db8:1::x',
      '0:0:0::x',
    ]);
  });
});
