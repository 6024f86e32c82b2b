import { describe, expect, it } from 'vitest';
import { notificationKinds } from './contract.ts';
import { completeChoices, isQuiet, minuteIn, usualWays } from './rules.ts';

describe('the hours of quiet', () => {
  it('may go over midnight', () => {
    const night = { from: 22 * 60, to: 8 * 60 };
    expect([21 * 60 + 59, 22 * 60, 0, 7 * 60 + 59, 8 * 60].map((minute) => isQuiet(night, minute))).toEqual([
      ...[false, true, true, true, false],
    ]);
  });
  it('may lie within a day, and are none when they begin where they end or are not there', () => {
    expect([12, 14, 16].map((hour) => isQuiet({ from: 14 * 60, to: 16 * 60 }, hour * 60))).toEqual([
      ...[false, true, false],
    ]);
    expect(isQuiet({ from: 60, to: 60 }, 60)).toBe(false);
    expect(isQuiet(null, 60)).toBe(false);
  });
  it('are those of the person, wherever the machine is', () => {
    const now = new Date('2026-11-27T22:30:00Z');
    expect([
      minuteIn('Europe/Madrid', now),
      minuteIn('Atlantic/Canary', now),
      minuteIn('America/Mexico_City', now),
    ]).toEqual([...[23 * 60 + 30, 22 * 60 + 30, 16 * 60 + 30]]);
  });
});

describe('what somebody chose', () => {
  it('is what the product has where nothing was chosen, and nothing where all was taken away', () => {
    const choices = completeChoices({ attention: [] });
    expect(choices.attention).toEqual([]);
    expect(choices.assigned).toEqual(usualWays.assigned);
    expect(Object.keys(choices)).toEqual([...notificationKinds]);
  });
  it('passes over what is no way, and keeps the mails of security to those that nobody switches', () => {
    expect(completeChoices({ limit: ['app', 'fax', 'push'], security: ['mail', 'app'] })).toMatchObject({
      limit: ['app', 'push'],
      security: ['app'],
    });
  });
});
