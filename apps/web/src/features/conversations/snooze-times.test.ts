import { describe, expect, it } from 'vitest';
import { clockTime, snoozeUntil, wallTime } from './snooze-times.ts';

const at = (preset: 'hour' | 'afternoon' | 'tomorrow' | 'monday', now: string, zone = 'Europe/Madrid') =>
  snoozeUntil(preset, new Date(now), zone)?.toISOString() ?? null;

describe('until when a conversation is put off', () => {
  it('is told on the clocks of the business, not of the machine', () => {
    expect(at('hour', '2026-11-20T10:30:00Z')).toBe('2026-11-20T11:30:00.000Z');
    expect(at('afternoon', '2026-11-20T10:30:00Z')).toBe('2026-11-20T15:00:00.000Z');
    expect(at('tomorrow', '2026-11-20T23:30:00Z')).toBe('2026-11-22T08:00:00.000Z');
    expect(at('tomorrow', '2026-11-20T23:30:00Z', 'America/Mexico_City')).toBe('2026-11-21T15:00:00.000Z');
  });
  it('has no afternoon once that has begun', () => {
    expect(at('afternoon', '2026-11-20T14:50:00Z')).toBeNull();
    expect(at('afternoon', '2026-11-20T18:00:00Z')).toBeNull();
  });
  it('takes Monday for the next one, also on a Monday', () => {
    expect(at('monday', '2026-11-20T10:00:00Z')).toBe('2026-11-23T08:00:00.000Z');
    expect(at('monday', '2026-11-23T10:00:00Z')).toBe('2026-11-30T08:00:00.000Z');
    expect(at('monday', '2026-11-22T10:00:00Z')).toBe('2026-11-23T08:00:00.000Z');
  });
  it('takes a day and an hour as they are typed, and nothing that is none', () => {
    const at = (day: string, clock: string) => clockTime(day, clock, 'Europe/Madrid')?.toISOString() ?? null;
    expect(at('2026-10-25', '17:45')).toBe('2026-10-25T16:45:00.000Z');
    expect(at('2026-10-24', '17:45')).toBe('2026-10-24T15:45:00.000Z');
    expect([at('', '17:45'), at('2026-10-24', ''), at('24/10/2026', '17:45')]).toEqual([null, null, null]);
  });
  it('is nine on the clock also on the days on which clocks change', () => {
    expect(wallTime('2026-10-25', 9, 'Europe/Madrid').toISOString()).toBe('2026-10-25T08:00:00.000Z');
    expect(wallTime('2027-03-28', 9, 'Europe/Madrid').toISOString()).toBe('2027-03-28T07:00:00.000Z');
  });
});
