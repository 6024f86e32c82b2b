import { describe, expect, it } from 'vitest';
import { backoffMs, decideNextStep } from './reconnect-policy.ts';

const after = (code: number, isPaired = true) => decideNextStep({ code, isPaired }, 1_000);

describe('what follows the end of a socket', () => {
  it.each([
    [515, { kind: 'again', pause: 'none' }],
    [428, { kind: 'again', pause: 'backoff' }],
    [408, { kind: 'again', pause: 'backoff' }],
    [503, { kind: 'again', pause: 'backoff' }],
    [500, { kind: 'again', pause: 'backoff' }],
    [440, { kind: 'rest', state: 'conflict', forgets: false }],
    [401, { kind: 'rest', state: 'logged_out', forgets: true }],
    [403, { kind: 'rest', state: 'banned', forgets: false }],
    [405, { kind: 'rest', state: 'outdated', forgets: false }],
    [409, { kind: 'rest', state: 'outdated', forgets: false }],
    [406, { kind: 'rest', state: 'banned', forgets: false }],
    [411, { kind: 'rest', state: 'logged_out', forgets: true }],
    [400, { kind: 'rest', state: 'failed', reason: 'certificate', forgets: false }],
  ])('%i', (code, expected) => {
    expect(after(code)).toMatchObject(expected);
  });

  it('a QR that nobody scanned waits for a person', () => {
    expect(after(408, false)).toMatchObject({ kind: 'rest', state: 'closed', reason: 'qr_expired' });
  });

  it('a temporary ban waits until it is over', () => {
    expect(decideNextStep({ code: 402, isPaired: true, expireSeconds: 60 }, 1_000)).toMatchObject({
      kind: 'wait',
      untilMs: 61_000,
    });
    expect(after(402)).toMatchObject({ kind: 'wait', untilMs: 3_601_000 });
  });

  it('keys are never forgotten because of an unknown stream error', () => {
    for (const code of [500, 503, 428, 499, 0]) expect(after(code)).not.toHaveProperty('forgets', true);
  });
});

it('the pause doubles, is spread, and has an end', () => {
  const limits = { first: 1000, most: 60_000 };
  expect(backoffMs(1, limits, 0)).toBe(500);
  expect(backoffMs(1, limits, 1)).toBe(1000);
  expect(backoffMs(3, limits, 1)).toBe(4000);
  expect(backoffMs(400, limits, 1)).toBe(60_000);
});
