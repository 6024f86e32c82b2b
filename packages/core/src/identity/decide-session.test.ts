import { expect, test } from 'vitest';
import { decideSession, type LiveSession } from './rules.ts';

const NOW = 1_000_000;
const session = (id: string, seq: number, more: Partial<LiveSession> = {}): LiveSession => ({
  id,
  seq,
  slot: seq,
  deviceId: `device of ${id}`,
  isTrusted: false,
  idleExpiresAt: NOW + 1,
  absoluteExpiresAt: NOW + 1,
  ...more,
});
const decide = (
  limit: number,
  live: LiveSession[],
  arriving: Partial<{ deviceId: string; formerSessionId: string }> = {},
) =>
  decideSession({
    policy: { limit },
    live,
    arriving: { deviceId: null, formerSessionId: null, ...arriving },
    now: NOW,
  });

test('a first login displaces nobody and takes the first place', () => {
  expect(decide(1, [])).toEqual({ expired: [], replaced: null, displaced: [], slot: 1 });
});

test('with one place, the one who is there leaves', () => {
  expect(decide(1, [session('a', 1)])).toMatchObject({ displaced: ['a'], slot: 1 });
});

test('with a free place nobody leaves', () => {
  expect(decide(3, [session('a', 1), session('b', 2)])).toMatchObject({ displaced: [], slot: 3 });
});

test('beyond the limit the oldest login leaves, whatever the order of the list', () => {
  expect(decide(2, [session('b', 2), session('a', 1)])).toMatchObject({ displaced: ['a'], slot: 1 });
});

test('the session of the same device leaves before older ones', () => {
  expect(decide(2, [session('a', 1), session('b', 2)], { deviceId: 'device of b' })).toMatchObject({
    displaced: ['b'],
    slot: 2,
  });
});

test('a session on a trusted device leaves after those that are not, and the same device first even so', () => {
  const live = [session('a', 1, { isTrusted: true }), session('b', 2)];
  expect(decide(2, live)).toMatchObject({ displaced: ['b'], slot: 2 });
  expect(decide(2, live, { deviceId: 'device of a' })).toMatchObject({ displaced: ['a'] });
});

test('with one place a trusted device is displaced like any other', () => {
  expect(decide(1, [session('a', 1, { isTrusted: true })])).toMatchObject({ displaced: ['a'], slot: 1 });
});

test('the same device does not leave while there is room', () => {
  expect(decide(3, [session('a', 1)], { deviceId: 'device of a' })).toMatchObject({ displaced: [] });
});

test("what the browser held is replaced, and frees its place before anybody else's", () => {
  expect(decide(2, [session('a', 1), session('b', 2)], { formerSessionId: 'b' })).toEqual({
    expired: [],
    replaced: 'b',
    displaced: [],
    slot: 2,
  });
});

test('a session past its time is expired, not displaced, with its reason', () => {
  const live = [
    session('a', 1, { idleExpiresAt: NOW }),
    session('b', 2, { idleExpiresAt: NOW - 5, absoluteExpiresAt: NOW }),
  ];
  expect(decide(1, live)).toEqual({
    expired: [
      { id: 'a', because: 'idle' },
      { id: 'b', because: 'absolute' },
    ],
    replaced: null,
    displaced: [],
    slot: 1,
  });
});

test('after the limit was lowered, as many leave as are too many', () => {
  expect(decide(1, [session('c', 3), session('a', 1), session('b', 2)])).toMatchObject({
    displaced: ['a', 'b', 'c'],
    slot: 1,
  });
});

test('an unknown device is not the same as another unknown one', () => {
  expect(decide(2, [session('a', 1), session('b', 2, { deviceId: null })])).toMatchObject({ displaced: ['a'] });
});
