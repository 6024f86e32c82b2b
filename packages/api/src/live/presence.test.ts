import { HERE_MS, TYPING_MS } from '@recado/core/conversations/contract';
import { expect, test } from 'vitest';
import { createPresence } from './presence.ts';

const at = { workspaceId: 'w', conversationId: 'c' };
const ana = { ...at, personId: 'ana', pageId: 'one' };

test('somebody comes, writes and leaves; saying it again is nothing to tell', () => {
  const presence = createPresence();
  expect(presence.note({ ...ana, state: 'here' }, 0)).toBe(true);
  expect(presence.note({ ...ana, state: 'here' }, 10)).toBe(false);
  expect(presence.note({ ...ana, state: 'typing' }, 20)).toBe(true);
  expect(presence.note({ ...ana, state: 'typing' }, 30)).toBe(false);
  expect([...presence.peopleIn('w', 'c', 30)]).toEqual([['ana', { isTyping: true }]]);
  expect(presence.note({ ...ana, state: 'here' }, 40)).toBe(true);
  expect(presence.note({ ...ana, state: 'gone' }, 50)).toBe(true);
  expect(presence.conversationsOf('w')).toEqual([]);
  expect(presence.note({ ...ana, state: 'gone' }, 60)).toBe(false);
});

test('with two pages one is there until both are gone, and writes while either does', () => {
  const presence = createPresence();
  presence.note({ ...ana, state: 'typing' }, 0);
  expect(presence.note({ ...ana, pageId: 'two', state: 'here' }, 0)).toBe(false);
  expect(presence.note({ ...ana, state: 'gone' }, 1)).toBe(true);
  expect([...presence.peopleIn('w', 'c', 1)]).toEqual([['ana', { isTyping: false }]]);
  expect(presence.note({ ...ana, pageId: 'two', state: 'gone' }, 2)).toBe(true);
});

test('what is not said again runs out, first the writing and then the person, and each is told once', () => {
  const presence = createPresence();
  presence.note({ ...ana, state: 'typing' }, 0);
  presence.note({ ...at, conversationId: 'd', personId: 'bea', pageId: 'x', state: 'here' }, HERE_MS - 1);
  expect(presence.expire(0, TYPING_MS - 1)).toEqual([]);
  expect(presence.expire(TYPING_MS - 1, TYPING_MS)).toEqual([at]);
  expect(presence.expire(TYPING_MS, HERE_MS - 1)).toEqual([]);
  expect(presence.expire(HERE_MS - 1, HERE_MS)).toEqual([at]);
  expect(presence.conversationsOf('w')).toEqual(['d']);
});
