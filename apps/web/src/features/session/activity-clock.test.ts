import { describe, expect, it } from 'vitest';
import { isBeatDue, isIdle } from './activity-clock.ts';

describe('the clock of activity', () => {
  it('tells the server at most every two minutes, and only of real input', () => {
    expect(isBeatDue({ now: 120_000, lastInput: 60_000, lastBeat: 0 })).toBe(true);
    expect(isBeatDue({ now: 119_999, lastInput: 60_000, lastBeat: 0 })).toBe(false);
    expect(isBeatDue({ now: 900_000, lastInput: 60_000, lastBeat: 120_000 })).toBe(false);
  });
  it('knows when nobody is there', () => {
    expect(isIdle({ now: 45 * 60_000, lastInput: 0, idleMinutes: 45 })).toBe(true);
    expect(isIdle({ now: 45 * 60_000, lastInput: 1, idleMinutes: 45 })).toBe(false);
  });
});
