import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  addMember,
  makeConversation,
  makePerson,
  makeWorkspace,
  openTestSession,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { leaveWorkspace, setBlocked } from '../access/index.ts';
import type { Ctx } from '../kernel/index.ts';
import {
  acceptTransfer,
  archiveWorkspace,
  askTransfer,
  cancelAccount,
  createWorkspaces,
  declineTransfer,
  deleteWorkspace,
  getWorkspace,
  readMatters,
  withdrawTransfer,
} from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => await db.drop());

const keyring = { current: 'k1', keys: new Map([['k1', randomBytes(32)]]) };
const hints = { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} };
const at = (pass: Buffer, workspaceId: string): Ctx =>
  ({
    ...{ workspaceId, door: { kind: 'session', pass }, db: db.web, keyring, ports: { hints, hasSimulator: true } },
    ...{ clock: { now: () => new Date() }, log: {}, requestId: 'test', locale: 'es' },
  }) as unknown as Ctx;
const pub = () => ({ db: db.web }) as unknown as Pick<Ctx, 'db'>;
const answer = async (work: Promise<unknown>) =>
  await work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

/** Somebody who is in, with an account of a plan whose first workspace is theirs. */
async function somebody(plan = 'enterprise') {
  const person = await makePerson(db.admin, { sessionLimit: 2 });
  const { pass } = await openTestSession(db.web, person.id);
  const { id, accountId } = await makeWorkspace(db.admin, { owner: person });
  await db.admin`update app.account set plan = ${plan} where id = ${accountId}`;
  return { ...person, pass, workspaceId: id, accountId };
}
/** A giver with a second workspace, offered to a receiver. */
async function offer(receiverPlan = 'enterprise') {
  const [giver, receiver] = [await somebody(), await somebody(receiverPlan)];
  const { made } = await createWorkspaces(at(giver.pass, giver.workspaceId), { names: ['Given'] });
  const id = made[0]?.id as string;
  await askTransfer(at(giver.pass, id), { email: receiver.email });
  const transferId = (await readMatters(pub(), receiver.pass, null)).offered[0]?.id as string;
  const accept = (accountId = receiver.accountId) => acceptTransfer(at(receiver.pass, id), { transferId, accountId });
  return { giver, receiver, id, transferId, accept };
}
const membersOf = async (id: string) =>
  Object.fromEntries(
    (await db.admin`select person_id, role from app.member where workspace_id = ${id}`).map((each) => [
      each.person_id,
      each.role,
    ]),
  );

describe('a workspace that is offered', () => {
  it('is told to the receiver alone, by mail and in their settings, and to its giver', async () => {
    const { giver, receiver, id } = await offer();
    const stranger = await somebody();
    expect((await readMatters(pub(), receiver.pass, null)).offered).toMatchObject([
      { workspaceId: id, workspaceName: 'Given' },
    ]);
    expect((await readMatters(pub(), giver.pass, null)).given).toMatchObject([
      { workspaceId: id, email: receiver.email },
    ]);
    const nothing = { offered: [], given: [], deleted: [] };
    expect(await readMatters(pub(), stranger.pass, null)).toMatchObject(nothing);
    const mails = await db.admin`select template from guard.outgoing_mail where recipient = ${receiver.email}`;
    expect(mails).toMatchObject([{ template: 'transfer-asked' }]);
  });

  it('goes over with what is in it; who is not in the receiving account leaves, and what was given out ends', async () => {
    const { giver, receiver, id, transferId, accept } = await offer();
    const [leaving, staying, partner] = [await somebody(), await somebody(), await somebody()];
    for (const each of [leaving, staying]) await addMember(db.admin, id, each, 'agent');
    await addMember(db.admin, receiver.workspaceId, staying, 'viewer');
    await addMember(db.admin, receiver.workspaceId, partner, 'owner');
    const { conversationId, contactId } = await makeConversation(db.admin, id);
    await db.admin`update app.conversation set assignee_id = ${leaving.id} where id = ${conversationId}`;
    // everything that is kept by person, whether it goes with them or is nobody's from then on
    await db.admin`update app.contact set owner_id = ${leaving.id} where id = ${contactId}`;
    await db.admin`insert into app.saved_view (workspace_id, name, person_id, filter) values (${id}, 'Mine', ${leaving.id}, '{}')`;
    await db.admin`insert into app.quick_reply (workspace_id, owner_id, code, body) values (${id}, ${leaving.id}, 'hi', 'Hi')`;
    await db.admin`insert into app.notification (workspace_id, person_id, kind, cause, via) values (${id}, ${leaving.id}, 'mention', 'x', array['app'])`;
    await db.admin`insert into app.notification_preference (workspace_id, person_id) values (${id}, ${leaving.id})`;
    await db.admin`with t as (insert into app.team (workspace_id, name) values (${id}, 'Led') returning id)
      insert into app.team_member (workspace_id, team_id, person_id) select ${id}, t.id, ${leaving.id} from t`;
    const [link] = await db.admin`insert into guard.access_link (workspace_id, name, role, secret_hash, granted_by)
      values (${id}, 'Eva', 'link_read', ${randomBytes(32)}, ${giver.id}) returning id`;
    await db.admin`insert into guard.access_key (workspace_id, kind, role, secret_hash) values (${id}, 'link', 'link_read', ${randomBytes(32)})`;
    await db.admin`insert into guard.invitation (workspace_id, email, email_key, role, secret_hash, invited_by, expires_at)
      values (${id}, 'x@y.test', 'x@y.test', 'agent', ${randomBytes(32)}, ${giver.id}, now() + interval '7 days')`;
    await db.admin`update app.account set name = 'Taken' where id = ${receiver.accountId}`;
    const heard: string[] = [];
    const { unlisten } = await db.web.listen('recado_session', (payload) => heard.push(...payload.split(',')));
    await accept();
    // whoever has a stream open is told to look at once
    const sessions =
      await db.admin`select id from guard.session where person_id in (${giver.id}, ${leaving.id}) and ended_at is null`;
    for (const each of [link?.id, ...sessions.map((row) => row.id)])
      await expect.poll(() => heard).toContain(each as string);
    await unlisten();
    expect(await membersOf(id)).toEqual({ [receiver.id]: 'owner', [partner.id]: 'owner', [staying.id]: 'agent' });
    const [row] = await db.admin`
      select w.account_id, (select count(*)::int from guard.invitation i where i.workspace_id = w.id) invited,
        (select count(*)::int from guard.access_key k where k.workspace_id = w.id and k.revoked_at is null) keys,
        (select assignee_id from app.conversation v where v.id = ${conversationId}) assignee,
        (select owner_id from app.contact c where c.id = ${contactId}) keeper
      from app.workspace w where w.id = ${id}`;
    expect(row).toEqual({ account_id: receiver.accountId, invited: 0, keys: 0, assignee: null, keeper: null });
    for (const gone of [giver, leaving])
      expect(await answer(getWorkspace(at(gone.pass, id), {}))).toBe('kernel.workspaceNotFound');
    const [audited] =
      await db.admin`select actor_id, before, after from app.audit_entry where workspace_id = ${id} and action = 'workspaces/transfer.accepted'`;
    expect(audited).toEqual({
      actor_id: receiver.id,
      before: { account: 'Account' },
      after: { account: 'Taken' },
    });
    // the giver's account keeps a row of where it went, and so does the receiver's
    for (const workspaceId of [giver.workspaceId, receiver.workspaceId])
      expect(
        await db.admin`select actor_id, subject, before, after from app.audit_entry where workspace_id = ${workspaceId} and action = 'workspaces/transfer.accepted'`,
      ).toEqual([
        { actor_id: receiver.id, subject: transferId, before: { account: 'Account' }, after: { account: 'Taken' } },
      ]);
  });

  it('belongs to an owner too who was shut out when it came, once they are let in again', async () => {
    const { receiver, id, accept } = await offer();
    const partner = await somebody();
    await addMember(db.admin, receiver.workspaceId, partner, 'owner');
    await setBlocked(at(receiver.pass, receiver.workspaceId), { personId: partner.id, blocked: true });
    await accept();
    expect(await membersOf(id)).toEqual({ [receiver.id]: 'owner' });
    await setBlocked(at(receiver.pass, receiver.workspaceId), { personId: partner.id, blocked: false });
    expect(await membersOf(id)).toEqual({ [receiver.id]: 'owner', [partner.id]: 'owner' });
    expect(await answer(leaveWorkspace(at(receiver.pass, id), {}))).toBe('done');
    expect(await membersOf(id)).toEqual({ [partner.id]: 'owner' });
  });

  it('leaves nobody an owner of one workspace of an account', async () => {
    const { giver, receiver, id, accept } = await offer();
    await addMember(db.admin, receiver.workspaceId, giver, 'manager');
    await accept();
    expect(await membersOf(id)).toEqual({ [receiver.id]: 'owner', [giver.id]: 'admin' });
  });

  it('is taken by the holder of the address, in person, after a fresh proof, into an account that they own and that has room', async () => {
    const { giver, receiver, id, transferId, accept } = await offer('pro');
    const stranger = await somebody();
    const taking = (who: typeof stranger, accountId: string) =>
      answer(acceptTransfer(at(who.pass, id), { transferId, accountId }));
    expect(await taking(stranger, stranger.accountId)).toBe('kernel.workspaceNotFound');
    expect(await taking(receiver, stranger.accountId)).toBe('kernel.workspaceNotFound');
    expect(await taking(giver, giver.accountId)).toBe('kernel.workspaceNotFound');
    await expect(accept()).rejects.toMatchObject({
      code: 'plans.limitReached',
      params: { limit: 1, used: 1, plan: 'team' },
    });
    await db.admin`update app.account set plan = 'team' where id = ${receiver.accountId}`;
    await cancelAccount({ db: db.jobs } as never, { accountId: receiver.accountId, by: 'test', reason: 'not paid' });
    expect(await answer(accept())).toBe('workspaces.receiverCancelled');
    await db.admin`update app.account set cancelled_at = null where id = ${receiver.accountId}`;
    await db.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${receiver.id}`;
    expect(await answer(accept())).toBe('identity.stepUpNeeded');
    await db.admin`update guard.session set stepup_at = now() where person_id = ${receiver.id}`;
    expect(await answer(accept())).toBe('done');
    expect(await answer(accept())).toBe('workspaces.transferGone');
  });

  it.each([`blocked_at = now()`, `role = 'admin'`])(
    'is worth nothing once whoever made it is set to %s',
    async (change) => {
      const { giver, id, accept } = await offer();
      await db.admin.unsafe(
        `update app.member set ${change} where workspace_id = '${id}' and person_id = '${giver.id}'`,
      );
      expect(await answer(accept())).toBe('workspaces.transferGone');
    },
  );

  it('never takes the last one of an account', async () => {
    const { giver, accept } = await offer();
    await db.admin`update app.workspace set deleted_at = now() where id = ${giver.workspaceId}`;
    expect(await answer(accept())).toBe('workspaces.transferGone');
  });

  it('is over once it is withdrawn, declined, replaced or too old', async () => {
    const ends: ((of: Awaited<ReturnType<typeof offer>>) => Promise<unknown>)[] = [
      ({ giver, id }) => withdrawTransfer(at(giver.pass, id), {}),
      ({ receiver, transferId }) => declineTransfer(pub(), receiver.pass, null, { transferId }),
      ({ giver, id }) => askTransfer(at(giver.pass, id), { email: 'another@recado.test' }),
      ({ transferId }) => db.admin`update guard.workspace_transfer set expires_at = now() where id = ${transferId}`,
    ];
    for (const end of ends) {
      const of = await offer();
      await end(of);
      expect(await answer(of.accept())).toBe('workspaces.transferGone');
      expect(await answer(declineTransfer(pub(), of.receiver.pass, null, { transferId: of.transferId }))).toBe(
        'workspaces.transferGone',
      );
      expect((await readMatters(pub(), of.receiver.pass, null)).offered).toEqual([]);
    }
  });

  it('comes out of the archive when it is taken', async () => {
    const { giver, receiver, id, accept } = await offer();
    await archiveWorkspace(at(giver.pass, id), {});
    await accept();
    expect(await getWorkspace(at(receiver.pass, id), {})).toMatchObject({ closed: null });
  });

  it('is not the last one of its account, nor offered by an admin', async () => {
    const giver = await somebody();
    const ctx = at(giver.pass, giver.workspaceId);
    expect(await answer(askTransfer(ctx, { email: 'x@y.test' }))).toBe('workspaces.lastWorkspace');
    const admin = await somebody();
    await addMember(db.admin, giver.workspaceId, admin, 'admin');
    expect(await answer(askTransfer(at(admin.pass, giver.workspaceId), { email: 'x@y.test' }))).toBe(
      'kernel.forbidden',
    );
  });
});

describe('a transfer and a deletion at once', () => {
  it('end as one of the two, two hundred times, whoever is first by a hair', async () => {
    const [giver, receiver] = [await somebody(), await somebody()];
    const names = Array.from({ length: 100 }, (_, n) => `Raced ${n}`);
    const seen = { given: 0, deleted: 0 };
    for (const round of [0, 1]) {
      const { made } = await createWorkspaces(at(giver.pass, giver.workspaceId), {
        names: names.map((name) => `${name} of ${round}`),
      });
      // offers of all of them at once, without their hundred mails
      await db.admin`insert into guard.workspace_transfer (workspace_id, from_account, email, email_key, asked_by, expires_at)
        select id, account_id, ${receiver.email}, ${receiver.email}, ${giver.id}, now() + interval '1 day'
          from app.workspace where id = any (${made.map(({ id }) => id)}::uuid[])`;
      const offers = new Map(
        (await readMatters(pub(), receiver.pass, null)).offered.map((each) => [each.workspaceId, each.id]),
      );
      for (const [n, { id, name }] of made.entries()) {
        const acts = [
          () =>
            answer(
              acceptTransfer(at(receiver.pass, id), {
                transferId: offers.get(id) as string,
                accountId: receiver.accountId,
              }),
            ),
          () => answer(deleteWorkspace(at(giver.pass, id), { name })),
        ];
        const first = n % 2;
        const told = await Promise.all([acts[first]?.(), acts[1 - first]?.()]);
        const [accepted, deleted] = first === 0 ? told : [told[1], told[0]];
        const [row] = await db.admin`
          select w.account_id, w.deleted_at is not null gone, (select outcome from guard.workspace_transfer t where t.workspace_id = w.id) outcome,
            (select string_agg(m.person_id::text, ' ') from app.member m where m.workspace_id = w.id) people
          from app.workspace w where w.id = ${id}`;
        const ended = { accepted, deleted, ...row };
        if (accepted === 'done') {
          seen.given += 1;
          expect(ended).toMatchObject({
            deleted: 'kernel.workspaceNotFound',
            account_id: receiver.accountId,
            gone: false,
            outcome: 'accepted',
            people: receiver.id,
          });
        } else {
          seen.deleted += 1;
          expect(ended).toMatchObject({
            accepted: 'workspaces.transferGone',
            deleted: 'done',
            account_id: giver.accountId,
            gone: true,
            outcome: 'ended',
            people: giver.id,
          });
        }
      }
    }
    expect(seen.given + seen.deleted).toBe(200);
    expect(Math.min(seen.given, seen.deleted)).toBeGreaterThan(5);
  });
});
