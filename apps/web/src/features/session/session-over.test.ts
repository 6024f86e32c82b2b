import { describe, expect, it } from 'vitest';
import { endOf, noticeOf } from './session-over.ts';

describe('the end of a session', () => {
  it.each([
    ['identity.sessionEnded', 'displaced', 'displaced'],
    ['identity.sessionEnded', 'replaced', 'otherPerson'],
    ['identity.sessionEnded', 'logout', 'loggedOut'],
    ['identity.sessionEnded', 'idle', 'inactive'],
    ['identity.sessionEnded', 'password', 'password'],
    ['identity.sessionEnded', 'absolute', 'other'],
    ['identity.sessionEnded', 'a reason of tomorrow', 'other'],
    ['identity.otherPerson', 'none', 'otherPerson'],
  ])('%s by %s shows the notice %s', (code, reason, notice) => {
    expect(noticeOf({ code, reason })).toBe(notice);
  });
  it('keeps who displaced it and when', () => {
    const by = { browser: 'Firefox', system: 'Windows', deviceType: 'desktop' };
    expect(endOf({ code: 'identity.sessionEnded', params: { reason: 'displaced', secondsAgo: 4, by } })).toMatchObject({
      reason: 'displaced',
      secondsAgo: 4,
      by,
    });
  });
});
