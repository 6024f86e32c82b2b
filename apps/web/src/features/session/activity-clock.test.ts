import { describe, expect, it } from 'vitest';
import { hasSlept, isBeatDue, stageOf, tellingAt } from './activity-clock.ts';

describe('the clock of activity', () => {
  it('tells the server at most every two minutes, and only of real input', () => {
    expect(isBeatDue({ now: 120_000, lastInput: 60_000, lastBeat: 0 })).toBe(true);
    expect(isBeatDue({ now: 119_999, lastInput: 60_000, lastBeat: 0 })).toBe(false);
    expect(isBeatDue({ now: 900_000, lastInput: 60_000, lastBeat: 120_000 })).toBe(false);
  });
  it.each([30, 45, 60])(
    'warns two minutes before the end of %i minutes, not earlier, and ends with them',
    (minutes) => {
      const until = minutes * 60_000;
      expect(stageOf({ now: until - 120_001, until })).toBe('calm');
      expect(stageOf({ now: until - 120_000, until })).toBe('warning');
      expect(stageOf({ now: until - 1, until })).toBe('warning');
      expect(stageOf({ now: until, until })).toBe('over');
    },
  );
  it('notices a sleep and a clock that was set back, and no slow tick', () => {
    expect(hasSlept({ now: 16_000, lastTick: 0, everyMs: 5_000 })).toBe(true);
    expect(hasSlept({ now: 9_000, lastTick: 0, everyMs: 5_000 })).toBe(false);
    expect(hasSlept({ now: 0, lastTick: 60_000, everyMs: 5_000 })).toBe(true);
  });
  it('speaks four times in two minutes', () => {
    const told = Array.from({ length: 121 }, (_, past) => tellingAt(120 - past));
    expect([...new Set(told)]).toEqual([120, 60, 30, 10]);
    expect(tellingAt(121)).toBeNull();
  });
});
