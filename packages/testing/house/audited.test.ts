import { appRouter } from '@recado/api/trpc';
import { visitorRouter } from '@recado/api/trpc/visitor';
import { describe, expect, it } from 'vitest';
import { frontDoorRoutes } from '../../../apps/web/src/server/front-door-routes.ts';

/** What changes something and is no verb of a workspace: where it is written down instead, or why nowhere. */
const OTHERWISE: Record<string, string> = {
  'auth.': 'comes before any workspace; logins and refusals are events of the session',
  'security.': 'of the person’s own account: events of the session, and a mail',
  'federation.': 'of the person’s own account: a way in is told by mail',
  'passkeys.': 'of the person’s own account: events of the session, and a mail',
  'sessionsSingle.': 'of the person’s own sessions: events of the session',
  'ownAccount.': 'of the person’s own account: events of the session, and a mail',
  'ownContact.': 'of the person’s own address and number: a mail to the former one',
  'billing.lookAgain': 'changes nothing: what the provider says is read again',
  'billing.previewSeats': 'changes nothing: says what seats would cost',
  'billing.previewUpgrade': 'changes nothing: says what something would cost',
  'plans.talkToUs': 'a wish of the person’s, which becomes a lead and a mail to sales',
  'staff.': 'the staff’s own log, in the same statement; what concerns a company is in its audit too',
  'invitations.read': 'changes nothing: the secret of a link is posted so that it stands in no address',
  'invitations.accept': 'in the audit by app.note_joined',
  'invitations.join': 'in the audit by app.note_joined',
  'workspaces.declineTransfer': 'in the audit by guard.decline_transfer',
  'notifications.subscribePush': 'of the person’s own session, with which it ends',
  'notifications.unsubscribePush': 'of the person’s own session, with which it ends',
  'notifications.stopMail': 'of the person’s own mails, in whose name nothing else changes',
  'visitor.leave': 'in the audit by guard.leave_link',
  'visitor.switchNotices': 'in the audit by guard.switch_notices',
};
/** Verbs that record nothing, for the reason that each of them says: a new one is a decision, so it is named here as well. */
const UNRECORDED = [
  ...[
    'conversations.addNote',
    'conversations.change',
    'conversations.liftPersonal',
    'conversations.markRead',
    'conversations.plan',
    'conversations.restore',
    'conversations.send',
    'conversations.sendPlanned',
    'conversations.tellPresence',
    'imports.check',
    'notifications.markRead',
    'notifications.savePreferences',
    'onboarding.note',
    'visitor.markRead',
    'visitor.send',
    'workspaces.restore',
    'workspaces.undoDeletion',
  ],
];

type Described = { _def: { type: string; meta?: { recorded?: true | string } } };
const writing = (router: { _def: { procedures: unknown } }, prefix = '') =>
  Object.entries(router._def.procedures as Record<string, Described>)
    .filter(([, { _def }]) => _def.type === 'mutation')
    .map(([name, { _def }]) => ({ name: `${prefix}${name}`, recorded: _def.meta?.recorded }));
const all = [...writing(appRouter), ...writing(visitorRouter, 'visitor.')];
const covers = (each: string, name: string) => name === each || (each.endsWith('.') && name.startsWith(each));

describe('whatever changes something', () => {
  // a verb that records nothing fails when it runs (kernel/command.ts), unless it says why
  it.each(all)('$name is a verb that records, or is written down elsewhere', ({ name, recorded }) => {
    const isListed = Object.keys(OTHERWISE).some((each) => covers(each, name));
    expect([name, recorded !== undefined]).toEqual([name, !isListed]);
  });

  it('records nothing only where that was decided', () => {
    expect(all.flatMap(({ name, recorded }) => (typeof recorded === 'string' ? [name] : [])).sort()).toEqual(
      UNRECORDED,
    );
  });

  it('is not excused when it is gone', () => {
    const names = all.map(({ name }) => name);
    expect(Object.keys(OTHERWISE).filter((each) => !names.some((name) => covers(each, name)))).toEqual([]);
  });

  it('by a route of its own is known too', () => {
    const reads =
      /^(page|serviceWorker|media|photo|logo|operatorLogo|live|api|history|oauth|link|visitor|survey|billing)/;
    // what the provider calls about is written down whole, and changes nothing by itself;
    // what is said by the page of a question is in the audit by guard.answer_survey;
    // a file without a message or a run is nothing yet, which rows are wrong is only read, and a picture of oneself is the person's own; the other three are verbs that record
    expect(Object.keys(frontDoorRoutes).filter((name) => !reads.test(name))).toEqual([
      ...['upload', 'auditFile', 'importFile', 'importFaults', 'exportFile', 'archiveFile', 'ownPhoto', 'ownLogo'],
    ]);
  });
});
