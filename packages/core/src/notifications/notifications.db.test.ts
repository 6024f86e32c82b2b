import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { systemClock } from '@recado/runtime/clock';
import { open, parseKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addMember,
  makeConversation,
  makePerson,
  makeWorkspace,
  openTestSession,
  type TestPerson,
  type TestWorkspace,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { addWorkspace } from '../../../testing/src/desk.ts';
import { readChanges } from '../conversations/index.ts';
import { type Ctx, sweep } from '../kernel/index.ts';
import {
  listNotifications,
  mailNotifications,
  markNotificationsRead,
  savePreferences,
  stopMail,
  tellAlarm,
  tellAssigned,
  tellDown,
  tellLimits,
  tellMentioned,
  tellTurns,
} from './index.ts';

const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
let db: TestDatabase;
let jobs: Database;
let web: Database;
let house: TestWorkspace;
let ana: TestPerson;
let bea: TestPerson;
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'notifications', max: 4 });
  web = connect(db.webUrl, { name: 'notifications-web', max: 4 });
});
afterAll(async () => {
  await Promise.all([jobs.end(), web.end()]);
  await db.drop();
});
beforeEach(async () => {
  ana = await makePerson(db.admin, { name: 'Ana' });
  bea = await makePerson(db.admin, { name: 'Bea' });
  house = await makeWorkspace(db.admin, { owner: ana });
  await addMember(db.admin, house.id, bea, 'agent');
});

const base = () => ({
  keyring,
  clock: systemClock,
  log: createLogger({ name: 'notifications', level: 'silent' }),
  ports: { hints: { changed: () => {}, emitted: () => {} } } as unknown as Ctx['ports'],
  ...{ requestId: randomUUID(), locale: 'es' as const, workspaceId: house.id },
});
const system = (): Ctx => ({ ...base(), db: jobs, door: { kind: 'system', reason: 'notifications test' } });
const as = async (person: TestPerson): Promise<Ctx> => ({
  ...base(),
  db: web,
  door: { kind: 'session', pass: (await openTestSession(db.web, person.id)).pass, personId: person.id },
});
const listOf = async (person: TestPerson) => await listNotifications(await as(person), {});
const toldOf = async (person: TestPerson) => (await listOf(person)).rows.map(({ kind }) => kind);

/** A message as the pipeline stores it, in or out; answers its turns as the trigger told them. */
async function write(conversationId: string, direction: 'in' | 'out') {
  await db.admin.begin(async (tx) => {
    await tx`set local role recado_worker`;
    await tx`select guard.enter_system(${house.id}, 'notifications test')`;
    if (direction === 'out')
      await tx`select app.queue_message(${house.id}, ${conversationId}, ${randomUUID()}, ${randomUUID()}, 'text', 'hola', null, 'phone', null, null)`;
    else
      await tx`update app.conversation set last_direction = 'in', unread_count = unread_count + 1, last_seq = last_seq + 1, last_message_at = clock_timestamp() where workspace_id = ${house.id} and id = ${conversationId}`;
  });
}
const turns = async (conversationId: string) =>
  (
    await db.admin`select data from jobs.outbox where workspace_id = ${house.id} and name = 'conversations/conversation.turned' and data->>'conversationId' = ${conversationId} order by seq`
  ).map(({ data }) => data as { conversationId: string; seq: number; waits: boolean });
const waiting = async () => {
  const { conversationId, channelId, contactId } = await makeConversation(db.admin, house.id);
  await write(conversationId, 'in');
  return { conversationId, channelId, contactId };
};
const narrow = async (visibility: 'own' | 'own_unassigned') => {
  await db.admin`update app.account set plan = 'team', plan_version = 1 where id = ${house.accountId}`;
  await db.admin`update app.workspace set visibility = ${visibility} where id = ${house.id}`;
};

describe('a conversation that begins to wait', () => {
  it('is told once to everybody who may answer while it is nobody’s, in whatever order and however often the turns come', async () => {
    const viewer = await makePerson(db.admin);
    await addMember(db.admin, house.id, viewer, 'viewer');
    const blocked = await makePerson(db.admin);
    await addMember(db.admin, house.id, blocked, 'agent');
    await db.admin`update app.member set blocked_at = now() where workspace_id = ${house.id} and person_id = ${blocked.id}`;
    const { conversationId } = await waiting();
    await write(conversationId, 'in');
    const told = await turns(conversationId);
    // a second message while it waits is no turn
    expect(told).toEqual([expect.objectContaining({ seq: 1, waits: true })]);
    await Promise.all([tellTurns(system(), { turns: told }), tellTurns(system(), { turns: [...told, ...told] })]);
    expect([await toldOf(ana), await toldOf(bea), await toldOf(viewer)]).toEqual([['attention'], ['attention'], []]);
    const rows = await db.admin`select person_id from app.notification where workspace_id = ${house.id}`;
    expect(rows).toHaveLength(2);
  });

  it('is told to whoever has it and to nobody else; once answered nobody is called, and who was called has it read', async () => {
    const { conversationId } = await waiting();
    await db.admin`update app.conversation set assignee_id = ${bea.id} where workspace_id = ${house.id} and id = ${conversationId}`;
    await tellTurns(system(), { turns: await turns(conversationId) });
    expect([await toldOf(ana), (await listOf(bea)).unread]).toEqual([[], 1]);
    await write(conversationId, 'out');
    const all = await turns(conversationId);
    expect(all.map(({ waits }) => waits)).toEqual([true, false]);
    // the answer's turn comes first, and then the older one again
    await tellTurns(system(), { turns: all.slice(1) });
    await tellTurns(system(), { turns: all.slice(0, 1) });
    expect(await listOf(bea)).toMatchObject({ unread: 0, rows: [{ isRead: true }] });
    await write(conversationId, 'in');
    await tellTurns(system(), { turns: await turns(conversationId) });
    expect((await listOf(bea)).unread).toBe(1);
  });

  it('of a blocked customer, or in what the phone remembers, calls nobody', async () => {
    const { conversationId, contactId } = await waiting();
    await db.admin`update app.contact set kind = 'blocked' where workspace_id = ${house.id} and id = ${contactId}`;
    expect(await tellTurns(system(), { turns: await turns(conversationId) })).toEqual({ told: 0 });
    const { conversationId: old } = await makeConversation(db.admin, house.id);
    await db.admin.begin(async (tx) => {
      await tx`select guard.set_context(${house.id}, 'system', 'x', 'system', '')`;
      await tx`update app.conversation set last_direction = 'in', last_seq = 1 where workspace_id = ${house.id} and id = ${old}`;
    });
    expect(await turns(old)).toEqual([]);
  });

  it('is in no list once its reader does not see it any more, and streams tell each person their own only', async () => {
    await narrow('own_unassigned');
    const { conversationId } = await waiting();
    const reader = await as(bea);
    const from = await readChanges(reader, { horizon: null, seen: [] });
    await tellTurns(system(), { turns: await turns(conversationId) });
    const changes = (await readChanges(reader, { horizon: from.horizon, seen: [] })).changes;
    const [mine, ...others] = changes.filter(({ topic }) => topic === 'notification');
    expect([mine?.row, others]).toMatchObject([{ kind: 'attention', conversationId, isRead: false }, []]);
    expect((await listOf(bea)).unread).toBe(1);
    await db.admin`update app.conversation set assignee_id = ${ana.id} where workspace_id = ${house.id} and id = ${conversationId}`;
    expect(await listOf(bea)).toMatchObject({ unread: 0, rows: [] });
    await narrow('own');
    const { conversationId: nobodys } = await waiting();
    await tellTurns(system(), { turns: await turns(nobodys) });
    expect([await toldOf(bea), (await toldOf(ana)).length]).toEqual([[], 2]);
  });
});

describe('what else is told', () => {
  it('is a conversation given by somebody else, as long as one has it', async () => {
    const { conversationId } = await makeConversation(db.admin, house.id);
    await db.admin`update app.conversation set assignee_id = ${bea.id} where workspace_id = ${house.id} and id = ${conversationId}`;
    const given = { eventId: 'e1', conversationId, to: bea.id, by: ana.id };
    expect(await tellAssigned(system(), given)).toEqual({ told: 1 });
    expect(await tellAssigned(system(), given)).toEqual({ told: 0 });
    expect(await tellAssigned(system(), { ...given, eventId: 'e2', by: bea.id })).toEqual({ told: 0 });
    expect(await tellAssigned(system(), { ...given, eventId: 'e3', to: ana.id })).toEqual({ told: 0 });
    expect((await listOf(bea)).rows).toMatchObject([{ kind: 'assigned', detail: { by: 'Member' }, name: 'Customer' }]);
  });

  it('is a note that names one, once, unless it was taken away or one wrote it oneself', async () => {
    const { conversationId } = await makeConversation(db.admin, house.id);
    const [note] =
      await db.admin`insert into app.note (workspace_id, conversation_id, after_seq, body, author_id, author_name, client_note_id)
      values (${house.id}, ${conversationId}, 0, 'mira esto', ${ana.id}, 'Ana', ${randomUUID()}) returning id`;
    const named = { conversationId, noteId: note?.id, personIds: [ana.id, bea.id] };
    expect([await tellMentioned(system(), named), await tellMentioned(system(), named)]).toEqual([
      { told: 1 },
      { told: 0 },
    ]);
    expect([await toldOf(ana), await toldOf(bea)]).toEqual([[], ['mention']]);
    await db.admin`update app.note set deleted_at = now() where id = ${note?.id}`;
    await db.admin`delete from app.notification where workspace_id = ${house.id}`;
    expect(await tellMentioned(system(), named)).toEqual({ told: 0 });
  });

  it('is a number that is down, to whoever connects numbers, unless it is up again or nobody wanted it', async () => {
    const { channelId } = await makeConversation(db.admin, house.id);
    const down = async (wanted: string) =>
      await db.admin.begin(async (tx) => {
        await tx`select guard.set_context(${house.id}, 'system', 'x', 'system', '')`;
        await tx`update app.channel set state = 'open', wanted = ${wanted} where workspace_id = ${house.id} and id = ${channelId}`;
        await tx`update app.channel set state = 'logged_out' where workspace_id = ${house.id} and id = ${channelId}`;
      });
    await down('logged_out');
    await down('open');
    const events =
      await db.admin`select data from jobs.outbox where workspace_id = ${house.id} and name = 'channels/channel.went_down'`;
    expect(events).toHaveLength(1);
    const told = events[0]?.data as { channelId: string; state: string; since: string };
    expect([await tellDown(system(), told), await tellDown(system(), told)]).toEqual([{ told: 1 }, { told: 0 }]);
    expect([await toldOf(ana), await toldOf(bea)]).toEqual([['channel_down'], []]);
    await db.admin`update app.channel set state = 'open' where workspace_id = ${house.id} and id = ${channelId}`;
    expect(await tellDown(system(), { ...told, since: '2026-01-01T00:00:00Z' })).toEqual({ told: 0 });
  });

  it('is a limit that is near or reached, once a month and state, and what happened to one’s account', async () => {
    const use = (contacts: number) =>
      db.admin`insert into guard.use_entry (workspace_id, name, period, amount) values (${house.id}, 'contacts', '2000-01-01', ${contacts})`;
    const mails = async (person: TestPerson) =>
      (
        await db.admin`select template, sealed_params from guard.outgoing_mail where recipient = ${person.email} order by created_at`
      )
        .map((row) => [row.template, JSON.parse(open(keyring, row.sealed_params, 'outgoing-mail').toString())])
        .filter(([, { what }]) => what === 'contacts')
        .map(([template, { used, limit, state }]) => [template, used, limit, state]);
    await db.admin`update app.account set plan = 'pro', plan_version = 1 where id = ${house.accountId}`;
    await use(4_000);
    await tellLimits(system(), {});
    const first = await toldOf(ana);
    expect(first).toContain('limit');
    expect(await tellLimits(system(), {})).toEqual({ told: 0 });
    expect(await toldOf(bea)).toEqual([]);
    expect(await mails(ana)).toEqual([['plan-limit', '4000', '5000', 'near']]);
    // it is one account, so that another business of it shows it and mails nothing again
    const second = await addWorkspace(db.admin, house.accountId);
    await addMember(db.admin, second, ana, 'owner');
    expect((await tellLimits({ ...system(), workspaceId: second }, {})).told).toBeGreaterThan(0);
    await use(1_000);
    await tellLimits(system(), {});
    expect(await mails(ana)).toEqual([
      ['plan-limit', '4000', '5000', 'near'],
      ['plan-limit', '5000', '5000', 'full'],
    ]);
    expect(await mails(bea)).toEqual([]);
    await db.admin`insert into guard.session_event (at, person_id, kind, detail) values (now(), ${bea.id}, 'factor_removed', '{}'), (now(), ${bea.id}, 'renew', '{}')`;
    const alarms =
      await db.admin`select data from jobs.outbox where name = 'identity/account.alarmed' and data->>'personId' = ${bea.id}`;
    expect(alarms.map(({ data }) => data.what)).toEqual(['factor_removed']);
    await tellAlarm(system(), alarms[0]?.data);
    expect((await listOf(bea)).rows).toMatchObject([{ kind: 'security', detail: { what: 'factor_removed' } }]);
  });
});

describe('a person', () => {
  it('is told as they chose, takes for read what is theirs alone, and meets the rest page by page', async () => {
    await savePreferences(await as(bea), { choices: { attention: [], assigned: ['sound'] }, volume: 20 });
    await savePreferences(await as(bea), { quiet: { from: 1320, to: 480 } });
    expect((await listOf(bea)).preferences).toMatchObject({
      choices: { attention: [], assigned: ['sound'], mention: ['app', 'mail', 'sound', 'push'] },
      ...{ quiet: { from: 1320, to: 480 }, volume: 20 },
    });
    const all: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { conversationId } = await waiting();
      all.push(conversationId);
      await tellTurns(system(), { turns: await turns(conversationId) });
    }
    expect(await listOf(bea)).toMatchObject({ rows: [], unread: 0 });
    const own = await as(ana);
    const first = await listNotifications(own, { limit: 2 });
    const last = first.rows.at(-1) as (typeof first.rows)[number];
    const below = await listNotifications(own, { limit: 2, before: { at: last.at, id: last.id } });
    expect([...first.rows, ...below.rows].map(({ conversationId }) => conversationId)).toEqual(all.reverse());
    expect([first.hasMore, below.hasMore, first.unread]).toEqual([true, false, 3]);
    // somebody else's ids are nobody's
    expect(await markNotificationsRead(await as(bea), { ids: [last.id] })).toEqual({ read: 0 });
    expect(await markNotificationsRead(own, { conversationId: last.conversationId as string })).toEqual({ read: 1 });
    expect(await markNotificationsRead(own, { upTo: (first.rows[0] as typeof last).at })).toEqual({ read: 2 });
    expect((await listOf(ana)).unread).toBe(0);
  });

  it('who is away is mailed what waits, in one letter, not twice, not in quiet hours, not what they do not see, until they stop it', async () => {
    const { conversationId } = await makeConversation(db.admin, house.id);
    await db.admin`update app.conversation set assignee_id = ${bea.id} where workspace_id = ${house.id} and id = ${conversationId}`;
    const give = async (eventId: string) => {
      await tellAssigned(system(), { eventId, conversationId, to: bea.id, by: ana.id });
      await db.admin`update app.notification set at = now() - interval '10 minutes' where workspace_id = ${house.id}`;
    };
    const letters = async () =>
      await db.admin`select sealed_params from guard.outgoing_mail where template = 'notifications' and recipient = ${bea.email}`;
    const run = async () => {
      await mailNotifications({ db: jobs, keyring });
      return (await letters()).length;
    };
    await give('a');
    await give('b');
    const { sessionId } = await openTestSession(db.web, bea.id);
    expect(await run()).toBe(0);
    await db.admin`update guard.session set last_input_at = now() - interval '6 minutes' where id = ${sessionId}`;
    await db.admin`insert into app.notification_preference (workspace_id, person_id, quiet_from, quiet_to) values (${house.id}, ${bea.id}, 0, 1439)`;
    expect(await run()).toBe(0);
    await db.admin`update app.notification_preference set quiet_from = null, quiet_to = null where workspace_id = ${house.id}`;
    await narrow('own');
    await db.admin`update app.conversation set assignee_id = ${ana.id} where workspace_id = ${house.id}`;
    expect(await run()).toBe(0);
    await db.admin`update app.conversation set assignee_id = ${bea.id} where workspace_id = ${house.id}`;
    await Promise.all([run(), run()]);
    const [letter, ...more] = await letters();
    expect(more).toEqual([]);
    const params = JSON.parse(open(keyring, letter?.sealed_params, 'outgoing-mail').toString('utf8'));
    expect(params).toMatchObject({ assigned: '2', attention: '0', conversationId });
    await give('c');
    expect(await run()).toBe(1);
    await expect(stopMail({ db: web }, { token: `${house.id}.${ana.id}.k1.x` })).rejects.toMatchObject({
      code: 'notifications.mailGone',
    });
    await stopMail({ db: web }, { token: params.off });
    await stopMail({ db: web }, { token: params.off });
    await db.admin`update app.notification_preference set mailed_at = null where workspace_id = ${house.id}`;
    await give('d');
    expect(await run()).toBe(1);
    expect((await listOf(bea)).preferences.choices.assigned).toEqual(['app', 'sound', 'push']);
  });

  it('who goes leaves nothing behind, and what was told is forgotten in its time', async () => {
    const { conversationId } = await waiting();
    await tellTurns(system(), { turns: await turns(conversationId) });
    const kept = async () =>
      (await db.admin`select person_id from app.notification where workspace_id = ${house.id} order by 1`).map(
        (row) => row.person_id,
      );
    await db.admin`update app.notification set at = now() - interval '31 days' where workspace_id = ${house.id}`;
    await db.admin`update app.notification set read_at = now() where workspace_id = ${house.id} and person_id = ${bea.id}`;
    await sweep(jobs);
    expect(await kept()).toEqual([ana.id]);
    await db.admin`update app.notification set at = now() - interval '91 days' where workspace_id = ${house.id}`;
    await sweep(jobs);
    expect(await kept()).toEqual([]);
  });
});
