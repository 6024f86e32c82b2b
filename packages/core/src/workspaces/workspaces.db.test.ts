import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  addMember,
  makeConversation,
  makePerson,
  makeWorkspace,
  openTestSession,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { updateContact } from '../contacts/index.ts';
import { getViewer } from '../identity/index.ts';
import { type Ctx, command, rightsOf } from '../kernel/index.ts';
import { workspaceEvents } from './contract.ts';
import {
  archiveWorkspace,
  cancelAccount,
  createWorkspaces,
  deleteWorkspace,
  getWorkspace,
  listOwnWorkspaces,
  listWaiting,
  readLogo,
  readMatters,
  readOverview,
  removeLogo,
  renameAccount,
  restoreWorkspace,
  resumeAccount,
  setLogo,
  undoDeletion,
  updateWorkspace,
} from './index.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => await db.drop());

const keyring = { current: 'k1', keys: new Map([['k1', randomBytes(32)]]) };
const hints = { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} };
/** What a verb is called with by a session in a workspace. */
const at = (pass: Buffer, workspaceId: string, sql = db.web): Ctx =>
  ({
    ...{ workspaceId, door: { kind: 'session', pass }, db: sql, keyring, ports: { hints, hasSimulator: true } },
    ...{ clock: { now: () => new Date() }, log: {}, requestId: 'test', locale: 'es' },
  }) as unknown as Ctx;
const pub = () => ({ db: db.web }) as unknown as Pick<Ctx, 'db'>;

async function arrive() {
  const person = await makePerson(db.admin, { sessionLimit: 2 });
  return { ...person, pass: (await openTestSession(db.web, person.id)).pass };
}
/** An owner with an account of a plan, its first workspace, and whoever else. */
async function company(plan = 'enterprise') {
  const owner = await arrive();
  const { id, accountId } = await makeWorkspace(db.admin, { owner });
  await db.admin`update app.account set plan = ${plan} where id = ${accountId}`;
  return { owner, id, accountId, ctx: at(owner.pass, id) };
}
const answer = async (work: Promise<unknown>) =>
  await work.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );
const made = async (ctx: Ctx, ...names: string[]) =>
  (await createWorkspaces(ctx, { names })).made.map(({ id }) => id) as [string, ...string[]];
/** Makes a session old enough that it is asked to prove itself again. */
const age = (personId: string) =>
  db.admin`update guard.session set stepup_at = clock_timestamp() - interval '11 minutes' where person_id = ${personId}`;
const audited = async (workspaceId: string) =>
  (await db.admin`select action from app.audit_entry where workspace_id = ${workspaceId} order by id`).map(
    ({ action }) => action,
  );

describe('the name of an account', () => {
  it('is an owner’s to change, in one workspace for all, and stands in the audit of each', async () => {
    const { id, ctx } = await company();
    const [beside] = await made(ctx, `Otro ${randomUUID()}`);
    expect(await renameAccount(ctx, { name: '  Grupo Norte ' })).toEqual({ name: 'Grupo Norte' });
    expect((await getWorkspace(ctx, {})).accountName).toBe('Grupo Norte');
    for (const each of [id, beside as string]) {
      const rows =
        await db.admin`select before, after, request_id from app.audit_entry where workspace_id = ${each} and action = 'workspaces/account.renamed'`;
      expect(rows.map(({ after, request_id }) => [after, request_id])).toEqual([
        [{ name: 'Grupo Norte' }, ctx.requestId],
      ]);
      expect(rows[0]?.before.name).not.toBe('Grupo Norte');
    }
    await expect(renameAccount(ctx, { name: ' ' })).rejects.toMatchObject({ code: 'kernel.invalidInput' });
  });

  it('is no admin’s', async () => {
    const { id } = await company();
    const admin = await arrive();
    await addMember(db.admin, id, admin, 'admin');
    await expect(renameAccount(at(admin.pass, id), { name: 'Mío' })).rejects.toMatchObject({
      code: 'kernel.forbidden',
    });
  });
});

describe('making workspaces', () => {
  it('gives every owner of the account all of them, with a slug of its own for each', async () => {
    const { owner, id, ctx } = await company();
    const bea = await arrive();
    await addMember(db.admin, id, bea, 'owner');
    const cesar = await arrive();
    await addMember(db.admin, id, cesar, 'admin');
    const name = `Peluquería ${randomUUID()}`;
    const [first] = await made(ctx, name);
    const [second] = await made(ctx, name.toUpperCase());
    const slugs = await db.admin`select slug from app.workspace where id in ${db.admin([first, second as string])}`;
    expect(new Set(slugs.map(({ slug }) => slug)).size).toBe(2);
    const members =
      await db.admin`select person_id, role from app.member where workspace_id = ${first} order by person_id`;
    expect(members.map((each) => [each.person_id, each.role])).toEqual(
      [owner.id, bea.id].sort().map((person) => [person, 'owner']),
    );
    expect(await audited(id)).toEqual(['workspaces/workspace.created', 'workspaces/workspace.created']);
  });

  it('lets nobody widen their own sight', async () => {
    const { id, ctx } = await company();
    await updateWorkspace(ctx, { visibility: 'own' });
    const [role] = await db.admin`insert into app.custom_role (workspace_id, name, permissions)
      values (${id}, 'Ajustes', ${['workspace.read', 'workspace.update', 'conversations.read']}) returning id`;
    const keeper = await arrive();
    await db.admin`insert into app.member (workspace_id, person_id, role, custom_role_id, name, email)
      values (${id}, ${keeper.id}, 'custom', ${role?.id}, 'Bea', ${keeper.email})`;
    const theirs = at(keeper.pass, id);
    expect(await answer(updateWorkspace(theirs, { visibility: 'all' }))).toBe('kernel.forbidden');
    expect(await answer(updateWorkspace(theirs, { name: 'Taller' }))).toBe('done');
    // nor a link, which has no more than its granter: not even one that administers
    const lesser = rightsOf('link_admin').filter((each) => each !== 'conversations.readAll');
    await db.admin`update app.custom_role set permissions = ${lesser} where id = ${role?.id}`;
    const secretHash = randomBytes(32);
    await db.admin`insert into guard.access_key (workspace_id, kind, role, secret_hash, granted_by) values (${id}, 'key', 'link_admin', ${secretHash}, ${keeper.id})`;
    const byKey = { ...theirs, door: { kind: 'key', secretHash } } as unknown as typeof theirs;
    expect(await answer(updateWorkspace(byKey, { visibility: 'all' }))).toBe('kernel.forbidden');
    expect(await answer(updateWorkspace(byKey, { name: 'Taller Uno' }))).toBe('done');
  });

  it('takes from the blueprint its look, labels, quick replies, fields, roles and how conversations are shared out', async () => {
    const { owner, id, ctx } = await company();
    const agent = await arrive();
    await addMember(db.admin, id, agent, 'agent');
    await db.admin`insert into app.tag (workspace_id, name, colour) values (${id}, 'Urgente', 'amber'), (${id}, 'Frío', 'blue')`;
    await db.admin`insert into app.quick_reply (workspace_id, owner_id, code, body) values (${id}, null, 'hola', 'Hola'), (${id}, ${owner.id}, 'mia', 'Mía')`;
    await db.admin`insert into app.contact_field (workspace_id, label, type, options, position) values (${id}, 'Talla', 'choice', ${['S', 'M']}, 3)`;
    await db.admin`insert into app.custom_role (workspace_id, name, permissions) values (${id}, 'Mostrador', ${['workspace.read', 'contacts.read']})`;
    await db.admin`insert into app.inbox_rule (workspace_id, mode, cap, person_ids, turn) values (${id}, 'round_robin', 7, ${[agent.id, owner.id]}, 9)`;
    const kept = async (of: string) =>
      (
        await db.admin`select
          (select jsonb_agg(jsonb_build_array(t.name, t.colour) order by t.name) from app.tag t where t.workspace_id = ${of}) tags,
          (select jsonb_agg(jsonb_build_array(q.code, q.body, q.owner_id) order by q.code) from app.quick_reply q where q.workspace_id = ${of}) replies,
          (select jsonb_agg(jsonb_build_array(f.label, f.type, f.options, f.position)) from app.contact_field f where f.workspace_id = ${of}) fields,
          (select jsonb_agg(jsonb_build_array(c.name, c.permissions)) from app.custom_role c where c.workspace_id = ${of}) roles,
          (select jsonb_agg(jsonb_build_array(r.mode, r.cap, r.person_ids, r.turn)) from app.inbox_rule r where r.workspace_id = ${of}) rule,
          (select array_agg(x.id) from (select id from app.tag where workspace_id = ${of} union all select id from app.contact_field where workspace_id = ${of}) x) ids`
      )[0] as Record<string, unknown>;
    await updateWorkspace(ctx, {
      industry: 'health',
      locale: 'en',
      color: '#7a1f5c',
      colorNight: '#f0a0d0',
      visibility: 'own',
    });
    const like = (await createWorkspaces(ctx, { names: ['One', 'Two'], likeId: id })).made;
    for (const each of like) {
      expect(await getWorkspace(at((ctx.door as { pass: Buffer }).pass, each.id), {})).toMatchObject({
        ...{ industry: 'health', locale: 'en', color: '#7a1f5c', colorNight: '#f0a0d0', visibility: 'own' },
        ...{ name: each.name, isLast: false, mayNarrow: true },
      });
      const { ids, ...copied } = await kept(each.id);
      expect(copied).toEqual({
        tags: [
          ['Frío', 'blue'],
          ['Urgente', 'amber'],
        ],
        replies: [['hola', 'Hola', null]],
        fields: [['Talla', 'choice', ['S', 'M'], 3]],
        roles: [['Mostrador', ['workspace.read', 'contacts.read']]],
        // of whom the rule names, whoever is there
        rule: [['round_robin', 7, [owner.id], 0]],
      });
      expect(ids).toHaveLength(3);
      const { ids: first } = await kept(id);
      expect((ids as string[]).filter((of) => (first as string[]).includes(of))).toEqual([]);
    }
    // without one nothing comes along, and a rule for nobody who is there gives nothing out by itself
    const [bare] = await made(ctx, 'Bare');
    expect(await kept(bare)).toMatchObject({ tags: null, roles: null, rule: null });
    await db.admin`update app.inbox_rule set person_ids = ${[agent.id]} where workspace_id = ${id}`;
    const [third] = (await createWorkspaces(ctx, { names: ['Three'], likeId: id })).made;
    expect((await kept(third?.id as string)).rule).toEqual([['hand', 7, [], 0]]);
  });

  it('stops where the plan stops, with the numbers, and makes none of several that do not fit', async () => {
    const { ctx, accountId } = await company('team');
    await expect(createWorkspaces(ctx, { names: ['A', 'B', 'C'] })).rejects.toMatchObject({
      code: 'plans.limitReached',
      params: { name: 'workspaces', limit: 3, used: 1, plan: 'enterprise' },
    });
    await made(ctx, 'A', 'B');
    expect(await answer(made(ctx, 'C'))).toBe('plans.limitReached');
    const [count] = await db.admin`select count(*)::int n from app.workspace where account_id = ${accountId}`;
    expect(count?.n).toBe(3);
  });

  it('lets in no more than fit when many come at once', async () => {
    const { ctx, accountId } = await company('agency');
    const tries = await Promise.all(Array.from({ length: 24 }, (_, n) => answer(made(ctx, `Shop ${n}`))));
    expect(tries.filter((each) => each === 'done')).toHaveLength(9);
    expect(new Set(tries)).toEqual(new Set(['done', 'plans.limitReached']));
    const [count] = await db.admin`select count(*)::int n from app.workspace where account_id = ${accountId}`;
    expect(count?.n).toBe(10);
  });

  it('is for owners, in person, and takes no blueprint of somebody else', async () => {
    const { id, ctx } = await company();
    const other = await company();
    expect(await answer(createWorkspaces(ctx, { names: ['X'], likeId: other.id }))).toBe('kernel.workspaceNotFound');
    expect(await answer(made(at(other.owner.pass, id), 'X'))).toBe('kernel.workspaceNotFound');
    const admin = await arrive();
    await addMember(db.admin, id, admin, 'admin');
    expect(await answer(made(at(admin.pass, id), 'X'))).toBe('kernel.forbidden');
    const acting = await openTestSession(db.admin, (await company()).owner.id, { kind: 'impersonation' });
    await db.admin`update guard.session set may_write = true, person_id = ${(await db.admin`select person_id from app.member where workspace_id = ${id} and role = 'owner'`)[0]?.person_id} where id = ${acting.sessionId}`;
    expect(await answer(made(at(acting.pass, id), 'X'))).toBe('kernel.forbidden');
  });
});

describe('how a workspace looks', () => {
  it('takes colours that can be read and offers the nearest of those that cannot', async () => {
    const { ctx } = await company();
    await expect(updateWorkspace(ctx, { color: '#ffcc00' })).rejects.toMatchObject({
      code: 'workspaces.colorUnreadable',
      params: { field: 'color', ground: 'paper', nearest: expect.stringMatching(/^#[0-9a-f]{6}$/) },
    });
    await expect(updateWorkspace(ctx, { colorNight: '#101040' })).rejects.toMatchObject({
      params: { field: 'colorNight', ground: 'night' },
    });
    const { changed } = await updateWorkspace(ctx, { color: '#1F5C7A', name: 'Company' });
    expect(changed).toEqual(['color']);
  });

  it('narrows conversations only where the plan tells people apart', async () => {
    const { ctx } = await company('pro');
    await expect(updateWorkspace(ctx, { visibility: 'own' })).rejects.toMatchObject({
      code: 'workspaces.visibilityNotInPlan',
      kind: 'UPGRADE',
    });
  });

  it('has a logo that its people see and nobody else, which carries nothing but the picture', async () => {
    const { ctx, id } = await company();
    const stranger = await arrive();
    const picture = png();
    const marked = Buffer.concat([
      picture.subarray(0, 33),
      chunk('tEXt', Buffer.from('place\0Calle 1')),
      picture.subarray(33),
    ]);
    const { logo } = await setLogo(ctx, { bytes: marked });
    const shown = await readLogo(ctx, {});
    expect([shown.mime, shown.bytes]).toEqual(['image/png', picture]);
    expect((await readLogo(ctx, { known: shown.digest.toString('hex') })).bytes).toBeNull();
    expect((await getWorkspace(ctx, {})).logo).toBe(logo);
    expect(await answer(readLogo(at(stranger.pass, id), {}))).toBe('kernel.workspaceNotFound');
    await expect(setLogo(ctx, { bytes: Buffer.from('<svg/>') })).rejects.toMatchObject({
      code: 'workspaces.logoRefused',
      params: { field: 'logo', because: 'kind' },
    });
    await removeLogo(ctx, {});
    expect(await answer(readLogo(ctx, {}))).toBe('workspaces.logoNotFound');
  });
});

describe('an archived workspace', () => {
  it('is read and not written, its numbers are closed, and an admin takes it back', async () => {
    const { ctx, id } = await company();
    const { channelId, contactId } = await makeConversation(db.admin, id);
    await db.admin`update app.channel set wanted = 'open', state = 'open' where id = ${channelId}`;
    const admin = await arrive();
    await addMember(db.admin, id, admin, 'admin');
    await archiveWorkspace(ctx, {});
    const [channel] = await db.admin`select wanted, state from app.channel where id = ${channelId}`;
    expect(channel).toEqual({ wanted: 'closed', state: 'closed' });
    expect(await getWorkspace(ctx, {})).toMatchObject({ closed: 'archived' });
    expect((await getViewer(pub(), admin.pass, null)).workspaces[0]).toMatchObject({ id, closed: 'archived' });
    await expect(updateContact(ctx, { contactId, name: 'X' })).rejects.toMatchObject({
      code: 'kernel.workspaceClosed',
      params: { because: 'archived' },
    });
    // whatever a verb forgets, the database does not
    const { pass } = ctx.door as { pass: Buffer };
    const written = await db.web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${pass}, null, ${id})`;
      return (await tx`update app.contact set name = 'X' where id = ${contactId} returning 1`).count;
    });
    expect(written).toBe(0);
    await restoreWorkspace(at(admin.pass, id), {});
    expect(await answer(updateContact(ctx, { contactId, name: 'X' }))).toBe('done');
    expect(await audited(id)).toEqual(
      expect.arrayContaining(['workspaces/workspace.archived', 'workspaces/workspace.restored']),
    );
  });

  it('is put away and taken back by whoever has that right', async () => {
    const { ctx, id } = await company();
    const agent = await arrive();
    await addMember(db.admin, id, agent, 'agent');
    expect(await answer(archiveWorkspace(at(agent.pass, id), {}))).toBe('kernel.forbidden');
    await archiveWorkspace(ctx, {});
    expect(await answer(restoreWorkspace(at(agent.pass, id), {}))).toBe('kernel.workspaceNotFound');
  });

  it('lets keys look and nothing more', async () => {
    const { ctx, id, owner } = await company();
    const secret = randomBytes(32);
    await db.admin`insert into guard.access_key (workspace_id, kind, role, secret_hash, granted_by) values (${id}, 'key', 'link_admin', ${secret}, ${owner.id})`;
    await archiveWorkspace(ctx, {});
    const key = { ...ctx, door: { kind: 'key', secretHash: secret } } as unknown as Ctx;
    expect(await answer(updateWorkspace(key, { name: 'X' }))).toBe('kernel.forbidden');
    await restoreWorkspace(ctx, {});
    expect(await answer(updateWorkspace(key, { name: 'X' }))).toBe('done');
  });
});

describe('a deleted workspace', () => {
  it('needs its name and a fresh proof, and the last one of an account stays', async () => {
    const { ctx, owner, id } = await company();
    expect(await answer(deleteWorkspace(ctx, { name: 'Company' }))).toBe('workspaces.lastWorkspace');
    await made(ctx, 'Other');
    expect(await answer(deleteWorkspace(ctx, { name: 'Compani' }))).toBe('workspaces.nameMismatch');
    await age(owner.id);
    expect(await answer(deleteWorkspace(ctx, { name: 'Company' }))).toBe('identity.stepUpNeeded');
    expect((await readMatters(pub(), owner.pass, null)).deleted).toEqual([]);
    expect((await getWorkspace(ctx, {})).id).toBe(id);
  });

  it('is there for nobody at once, and back as it was when an owner wants it', async () => {
    const { ctx, owner, id } = await company();
    const agent = await arrive();
    await addMember(db.admin, id, agent, 'agent');
    const secret = randomBytes(32);
    await db.admin`insert into guard.access_key (workspace_id, kind, role, secret_hash) values (${id}, 'link', 'link_read', ${secret})`;
    const [other] = await made(ctx, 'Other');
    const heard: string[] = [];
    const { unlisten } = await db.web.listen('recado_session', (payload) => heard.push(...payload.split(',')));
    await deleteWorkspace(ctx, { name: ' company ' });
    // streams of whoever was in it look at once
    for (const { id } of await db.admin`select id from guard.session where person_id in (${owner.id}, ${agent.id})`)
      await expect.poll(() => heard).toContain(id as string);
    await unlisten();
    for (const each of [ctx, at(agent.pass, id)])
      expect(await answer(getWorkspace(each, {}))).toBe('kernel.workspaceNotFound');
    expect(
      await answer(getWorkspace({ ...ctx, door: { kind: 'key', secretHash: secret } } as unknown as Ctx, {})),
    ).toBe('identity.sessionEnded');
    expect((await getViewer(pub(), agent.pass, null)).workspaces).toEqual([]);
    expect((await readMatters(pub(), owner.pass, null)).deleted).toMatchObject([{ id, name: 'Company' }]);
    expect((await readMatters(pub(), agent.pass, null)).deleted).toEqual([]);
    expect(await answer(undoDeletion(at(agent.pass, id), {}))).toBe('kernel.workspaceNotFound');
    await undoDeletion(ctx, {});
    expect((await getViewer(pub(), agent.pass, null)).workspaces).toMatchObject([{ id }]);
    expect(await audited(id)).toContain('workspaces/workspace.undeleted');
    // the account's other workspaces keep it too, by then nobody could read the record of this one
    const beside =
      await db.admin`select action, actor_id, detail from app.audit_entry where workspace_id = ${other} and subject = ${id} order by id`;
    expect(beside).toEqual([
      { action: 'workspaces/workspace.deleted', actor_id: owner.id, detail: { workspaceId: id, name: 'Company' } },
      { action: 'workspaces/workspace.undeleted', actor_id: owner.id, detail: { workspaceId: id, name: 'Company' } },
    ]);
    // what is done already is written once
    await undoDeletion(ctx, {});
    await restoreWorkspace(ctx, {});
    expect((await audited(id)).filter((each) => /undeleted|restored/.test(each))).toEqual([
      'workspaces/workspace.undeleted',
    ]);
  });

  it('does not come back when its place was taken meanwhile, nor after its grace', async () => {
    const { ctx, id } = await company('team');
    await made(ctx, 'B', 'C');
    await deleteWorkspace(ctx, { name: 'Company' });
    const { pass } = ctx.door as { pass: Buffer };
    const [other] = (await getViewer(pub(), pass, null)).workspaces;
    const [last] = await made(at(pass, other?.id as string), 'D');
    expect(await answer(undoDeletion(ctx, {}))).toBe('plans.limitReached');
    await deleteWorkspace(at(pass, last), { name: 'D' });
    await db.admin`update app.workspace set deleted_at = clock_timestamp() - interval '30 days' where id = ${id}`;
    expect(await answer(undoDeletion(ctx, {}))).toBe('workspaces.graceOver');
  });
});

describe('the account that was cancelled', () => {
  it('leaves its workspaces to be read by all their people and written by none, until it goes on', async () => {
    const { ctx, id, accountId } = await company();
    const { contactId } = await makeConversation(db.admin, id);
    const jobs = { db: db.jobs } as unknown as Pick<Ctx, 'db'>;
    const why = { accountId, by: 'billing', reason: 'not paid' };
    expect(await cancelAccount(jobs, why)).toEqual({ workspaces: 1 });
    expect(await cancelAccount(jobs, why)).toEqual({ workspaces: 0 });
    expect(await getWorkspace(ctx, {})).toMatchObject({ closed: 'cancelled' });
    for (const tried of [
      () => updateContact(ctx, { contactId, name: 'X' }),
      () => archiveWorkspace(ctx, {}),
      () => restoreWorkspace(ctx, {}),
      () => made(ctx, 'X'),
    ])
      expect(await answer(tried())).toBe('kernel.workspaceClosed');
    expect((await readOverview(pub(), (ctx.door as { pass: Buffer }).pass, null)).rows[0]).toMatchObject({
      needs: ['cancelled'],
    });
    expect(await resumeAccount(jobs, why)).toEqual({ workspaces: 1 });
    expect(await answer(updateContact(ctx, { contactId, name: 'X' }))).toBe('done');
  });

  it('leaves what is theirs to be taken away by whoever may, and that is written down, as where one was archived', async () => {
    const { ctx, id, accountId } = await company();
    const agent = await arrive();
    await addMember(db.admin, id, agent, 'agent');
    const takeAway = command({
      input: z.object({}),
      needs: 'data.export',
      run: async ({ record }) => await record(workspaceEvents.logoSet, { logo: null }),
    });
    await archiveWorkspace(ctx, {});
    expect(await answer(takeAway(ctx, {}))).toBe('done');
    await cancelAccount({ db: db.jobs } as never, { accountId, by: 'billing', reason: 'not paid' });
    expect(await answer(takeAway(ctx, {}))).toBe('done');
    expect((await audited(id)).filter((each) => each === 'workspaces/workspace.logo_set')).toHaveLength(2);
    expect(await answer(takeAway(at(agent.pass, id), {}))).toBe('kernel.forbidden');
  });

  it('is cancelled by the jobs alone', async () => {
    const { accountId } = await company();
    const why = { accountId, by: 'billing', reason: 'not paid' };
    await expect(cancelAccount(pub(), why)).rejects.toMatchObject({ code: '42501' });
    await expect(cancelAccount({ db: db.jobs } as never, { ...why, accountId: randomUUID() })).rejects.toMatchObject({
      code: 'plans.unknownPlan',
    });
  });
});

describe('all workspaces at once', () => {
  it('are told with what waits in each, and whoever needs somebody first', async () => {
    const { ctx, owner, id } = await company();
    const [quiet, busy] = (await made(ctx, 'Quiet', 'Büsy')) as [string, string];
    await db.admin`insert into app.channel (workspace_id, name, driver, state, wanted) values (${quiet}, 'N', 'simulator', 'open', 'open')`;
    const { conversationId, channelId } = await makeConversation(db.admin, busy);
    await db.admin`update app.channel set state = 'banned' where id = ${channelId}`;
    await db.admin`update app.conversation set last_direction = 'in', unread_count = 2, last_preview = 'Hola' where id = ${conversationId}`;
    const { rows, sums } = await readOverview(pub(), owner.pass, null);
    expect(rows.map((row) => [row.id, row.needs])).toEqual([
      [busy, ['number', 'waiting']],
      [id, ['noNumber']],
      [quiet, []],
    ]);
    expect(sums).toEqual({
      ...{ active: 3, waiting: { count: 1, isMore: false }, contacts: 1, messagesToday: 0 },
      ...{ online: 1, offline: 1, needing: 2 },
    });
    expect(await listWaiting(pub(), owner.pass, null, {})).toMatchObject([
      {
        id: conversationId,
        workspaceId: busy,
        workspaceName: 'Büsy',
        lastPreview: 'Hola',
        contact: { name: 'Customer' },
      },
    ]);
    const found = await listOwnWorkspaces(pub(), owner.pass, null, { search: ' BUSY' });
    expect([found.total, found.rows.map((row) => [row.id, row.waiting, row.unread])]).toEqual([3, [[busy, 1, 1]]]);
    expect((await listOwnWorkspaces(pub(), owner.pass, null, { skip: 2 })).rows.map((row) => row.name)).toEqual([
      'Quiet',
    ]);
  });

  it('show agents only what the visibility of each lets them see', async () => {
    const { ctx, id } = await company();
    const agent = await arrive();
    await addMember(db.admin, id, agent, 'agent');
    const { conversationId } = await makeConversation(db.admin, id);
    await db.admin`update app.conversation set last_direction = 'in' where id = ${conversationId}`;
    const seen = async () => [
      (await listWaiting(pub(), agent.pass, null, {})).length,
      (await listOwnWorkspaces(pub(), agent.pass, null, {})).rows[0]?.waiting,
      (await listOwnWorkspaces(pub(), agent.pass, null, {})).rows[0]?.contacts,
    ];
    expect(await seen()).toEqual([0, 0, null]);
    await updateWorkspace(ctx, { visibility: 'own_unassigned' });
    expect(await seen()).toEqual([1, 1, null]);
    await updateWorkspace(ctx, { visibility: 'own' });
    await db.admin`update app.conversation set assignee_id = ${agent.id} where id = ${conversationId}`;
    expect(await seen()).toEqual([1, 1, null]);
    await updateWorkspace(ctx, { visibility: 'all' });
    expect(await seen()).toEqual([1, 1, 1]);
    expect((await readOverview(pub(), agent.pass, null)).rows).toEqual([]);
    await db.admin`update app.member set blocked_at = now() where person_id = ${agent.id}`;
    expect(await listWaiting(pub(), agent.pass, null, {})).toEqual([]);
  });
});

const chunk = (type: string, body: Buffer) => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, Buffer.from(type), body, Buffer.alloc(4)]);
};
/** A PNG of 40 pixels a side whose lines are any bytes: as much of a picture as the server reads. */
function png(): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(40, 0);
  size.writeUInt32BE(40, 4);
  const parts = [chunk('IHDR', size), chunk('IDAT', randomBytes(64)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...parts]);
}

describe('a statement of a process', () => {
  it.each([
    ['deletes', `deleted_at = now() - interval '31 days'`],
    ['archives', 'archived_at = now()'],
    ['deactivates', 'deactivated_at = now()'],
    ['gives to another account', 'account_id = gen_random_uuid()'],
    ['renames the address of', `slug = 'mine'`],
  ])('never %s a workspace, whoever stands behind it', async (_what, change) => {
    const { id, owner } = await company();
    const act = db.web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${owner.pass}, null, ${id})`;
      await tx.unsafe(`update app.workspace set ${change} where id = '${id}'`);
    });
    await expect(act).rejects.toMatchObject({ code: '42501' });
  });
});
