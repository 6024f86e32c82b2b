import type { SessionEnd } from '@recado/core/identity/contract';
import type { WireError } from './app-error.ts';

/** What the card says when a tab goes dark. */
export type SessionNotice = 'displaced' | 'otherPerson' | 'loggedOut' | 'inactive' | 'password' | 'other';

/** Which notice belongs to an end. */
export function noticeOf(end: { code: string; reason: string }): SessionNotice {
  if (end.code === 'identity.otherPerson') return 'otherPerson';
  const notices: Record<string, SessionNotice> = {
    displaced: 'displaced',
    replaced: 'otherPerson',
    logout: 'loggedOut',
    terminated: 'loggedOut',
    idle: 'inactive',
    password: 'password',
  };
  return notices[end.reason] ?? 'other';
}

/** The end that an error of the server tells of. */
export function endOf(error: WireError): SessionEnd & { code: string } {
  const { reason, secondsAgo, by, limit } = error.params as Partial<SessionEnd>;
  return { code: error.code, reason: reason ?? 'none', secondsAgo, by, limit };
}
