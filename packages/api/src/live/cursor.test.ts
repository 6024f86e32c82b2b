import { describe, expect, it } from 'vitest';
import { newCursor, readCursor } from './cursor.ts';

const now = new Date('2026-03-01T10:00:00Z');

describe('the cursor of the live stream', () => {
  it('gives back the horizon it was made of', () => {
    expect(readCursor(newCursor('7341', now), now)).toEqual({ horizon: '7341', expired: false });
  });

  it('starts at the present when there is none', () => {
    expect(readCursor(null, now)).toEqual({ horizon: null, expired: false });
  });

  it('has expired after the day for which changes are kept', () => {
    expect(readCursor(newCursor('7341', now), new Date('2026-03-02T10:00:00Z'))).toEqual({
      horizon: null,
      expired: true,
    });
  });

  it('has expired when it is not one of ours', () => {
    for (const text of ['x', '1', '1.', "1'.2", `${'9'.repeat(30)}.1`, '5.99999999999'])
      expect(readCursor(text, now).expired).toBe(true);
  });
});
