import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { parseKeyring } from '@recado/runtime/crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { refusalOf } from '../../../testing/src/desk.ts';
import { makeOwnHouse, said, somebody } from '../../../testing/src/own-chats.ts';
import { removeMember } from '../access/index.ts';
import { listAudit } from '../compliance/index.ts';
import { getContact, listContacts, readTimeline } from '../contacts/index.ts';
import type { Ctx } from '../kernel/index.ts';
import { listNotifications, mailNotifications, tellPlanned, tellTurns } from '../notifications/index.ts';
import {
  addNote,
  changeConversations,
  changePlanned,
  getConversation,
  listConversations,
  listMessages,
  listPlanned,
  markPersonal,
  planMessage,
  readChanges,
  receiveMessages,
  searchMessages,
  sendMessage,
  sendPlanned,
  sendPlannedDue,
  unmarkPersonal,
  wakeConversations,
} from './index.ts';

const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
let db: TestDatabase;
let web: Database;
let worker: Database;
let jobs: Database;
let house: Awaited<ReturnType<typeof makeOwnHouse>>;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'own', max: 6 });
  worker = connect(db.workerUrl, { name: 'own-worker', max: 2 });
  jobs = connect(db.jobsUrl, { name: 'own-jobs', max: 4 });
  house = await makeOwnHouse(db, web);
});
afterAll(async () => {
  await Promise.all([web.end(), worker.end(), jobs.end()]);
  await db.drop();
});

const base = () =>
  ({
    ...{ db: jobs, keyring, clock: { now: () => new Date() }, log: { error() {} }, requestId: 'own', locale: 'es' },
    ports: { hints: { changed() {}, emitted() {}, queued() {} } },
  }) as unknown as Ctx;
const system = (workspaceId: string, conversationId?: string): Ctx => ({
  ...base(),
  workspaceId,
  door: { kind: 'system', reason: 'own chats', conversationId },
});
const wake = () => wakeConversations(base());
const send = () => sendPlannedDue(base());
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const plan = (ctx: Ctx, conversationId: string, more: { sendsAnyway?: boolean } = {}) =>
  planMessage(ctx, { conversationId, clientMessageId: randomUUID(), text: 'PLANEADO', at: tomorrow(), ...more });
const comeTrue = (id: string) =>
  db.admin`update app.planned_message set at = clock_timestamp() - interval '1 minute' where id = ${id}`;
const stateOf = async (id: string) => {
  const [row] = await db.admin`select state, reason from app.planned_message where id = ${id}`;
  return [row?.state, row?.reason];
};
/** Tells what the outbox holds of turns and of planned messages that did not go, all of it, as the jobs would, whatever was told before. */
async function tell(workspaceId: string) {
  const events =
    await db.admin`select name, data from jobs.outbox where workspace_id = ${workspaceId} and name = any (${['conversations/conversation.turned', 'conversations/plan.stopped']}) order by seq`;
  const of = (name: string) => events.filter((each) => each.name.endsWith(name)).map(({ data }) => data);
  const turns = of('turned').map(({ conversationId, seq, waits }) => ({ conversationId, seq, waits }));
  if (turns.length > 0) await tellTurns(system(workspaceId), { turns });
  for (const data of of('stopped')) await tellPlanned(system(workspaceId, data.conversationId), data);
}
const noticesOf = async (ctx: Ctx) => {
  const { rows, unread } = await listNotifications(ctx, {});
  return { unread, kinds: rows.map(({ kind, conversationId }) => [kind, conversationId]) };
};

/** Where a reader stands once everything until now is told, whatever runs elsewhere on this server. */
async function standing(ctx: Ctx): Promise<string> {
  let horizon = '';
  await expect
    .poll(async () => {
      horizon = (await readChanges(ctx, { horizon: null, seen: [] })).horizon;
      return (await readChanges(ctx, { horizon, seen: [] })).changes;
    })
    .toEqual([]);
  return horizon;
}

/** A number with a colleague's thread and one that its owner set apart. */
async function openHouse() {
  const at = await house.openShop();
  const [mother, customer] = [somebody(), somebody()];
  await receiveMessages(worker, at.held, [
    said(mother, 'SECRETO hola', { profileName: 'MAMAPERFIL' }),
    said(customer, 'un pedido', { profileName: 'Clienta' }),
  ]);
  const own = await house.threadOf(at.held, mother);
  const common = await house.threadOf(at.held, customer);
  const mark = () => markPersonal(at.owner.ctx, { conversationId: own.id, mode: 'owner_only' });
  return { ...at, mother, customer, own: own.id, ownContact: own.contactId, common: common.id, mark };
}

test('what one is told of an own chat is told to its person alone: in the list, by push and by mail, once, and over once it is answered', async () => {
  const { id, held, sit, owner, mother, own, common, mark } = await openHouse();
  const [partner, agent] = [await sit('owner'), await sit('agent')];
  await sendMessage(owner.ctx, { conversationId: own, clientMessageId: randomUUID(), text: 'hola' });
  await mark();
  await db.admin`delete from jobs.outbox where workspace_id = ${id}`;
  for (const person of [owner, partner, agent])
    await db.admin`insert into guard.push_subscription (session_id, person_id, endpoint, p256dh, auth)
      select s.id, s.person_id, 'https://push.example/' || s.id, decode(repeat('04', 65), 'hex'), decode(repeat('04', 16), 'hex') from guard.session s where s.person_id = ${person.person.id} and s.ended_at is null`;
  const start = await standing(agent.ctx);
  await receiveMessages(worker, held, [said(mother, 'SECRETO otra'), said(somebody(), 'otro pedido')]);
  await tell(id);
  await tell(id);
  const told = await noticesOf(owner.ctx);
  expect(told.kinds).toContainEqual(['attention', own]);
  expect(told.kinds).toHaveLength(2);
  for (const who of [partner, agent]) {
    const { kinds, unread } = await noticesOf(who.ctx);
    expect([kinds.length, unread, kinds.some(([, of]) => of === own)]).toEqual([1, 1, false]);
  }
  // nor is there a row of it for anybody else, which a policy would have to hide
  const rows = await db.admin`select id, person_id from app.notification where conversation_id = ${own}`;
  expect(rows.map(({ person_id }) => person_id)).toEqual([owner.person.id]);
  const changes = (await readChanges(agent.ctx, { horizon: start, seen: [] })).changes;
  expect(JSON.stringify(changes)).not.toContain(own);
  // by push, to its person's browser, with who it is
  const [to] = await db.admin`select id from guard.push_subscription where person_id = ${owner.person.id} limit 1`;
  const [elsewhere] =
    await db.admin`select id from guard.push_subscription where person_id = ${agent.person.id} limit 1`;
  const push = (subscriptionId: string, notificationId = rows[0]?.id as string) =>
    jobs.begin(async (tx) => {
      await tx`select guard.enter_system(${id}, 'own chats')`;
      const [row] =
        await tx`select name, preview, live from guard.push_to_send(${id}, ${notificationId}, ${subscriptionId})`;
      return row ?? null;
    });
  expect(await push(to?.id as string)).toMatchObject({ name: 'MAMAPERFIL', preview: 'SECRETO otra', live: true });
  expect(await push(elsewhere?.id as string)).toBeNull();
  // and one that somebody else had from before it was theirs alone leaves by no way
  const [stray] =
    await db.admin`insert into app.notification (workspace_id, person_id, kind, cause, conversation_id, via)
    values (${id}, ${agent.person.id}, 'mention', 'stray', ${own}, '{app,mail,push}') returning id`;
  expect((await noticesOf(agent.ctx)).unread).toBe(1);
  expect(await push(elsewhere?.id as string, stray?.id as string)).toBeNull();
  // by mail, which leads there
  await db.admin`update guard.session set last_input_at = clock_timestamp() - interval '1 hour' where person_id = any (${[owner, partner, agent].map(({ person }) => person.id)})`;
  await db.admin`update app.notification set at = at - interval '10 minutes', via = '{app,mail,push}' where workspace_id = ${id}`;
  const due = await jobs`select person_id, counts, conversation_id from guard.notifications_to_mail(100)`;
  const counts = new Map(
    due.map(({ person_id, counts: each }) => [
      person_id,
      (each as { attention: number; mention: number }).attention + each.mention,
    ]),
  );
  expect([counts.get(owner.person.id), counts.get(partner.person.id), counts.get(agent.person.id)]).toEqual([2, 1, 1]);
  expect(due.filter((each) => each.conversation_id === own).map((each) => each.person_id)).not.toContain(
    agent.person.id,
  );
  expect(await mailNotifications(base())).toBe(3);
  // the staff in its person's name sees none of it
  const staff = await openTestSession(db.admin, owner.person.id, { kind: 'impersonation' });
  expect((await noticesOf(house.as(staff.pass, id))).kinds.map(([, of]) => of)).not.toContain(own);
  await sendMessage(owner.ctx, { conversationId: own, clientMessageId: randomUUID(), text: 'ya te digo' });
  await tell(id);
  expect((await noticesOf(owner.ctx)).unread).toBe(1);
  expect(await listMessages(owner.ctx, { conversationId: common })).toHaveLength(1);
});

test('an own chat that is put off wakes once in its moment, for its person alone, and one of a colleague beside it', async () => {
  const { id, sit, owner, own, common, mark } = await openHouse();
  const agent = await sit('agent');
  await mark();
  const later = { snoozedUntil: tomorrow() };
  for (const conversationId of [own, common])
    await changeConversations(owner.ctx, { conversationIds: [conversationId], change: later });
  expect(await getConversation(owner.ctx, { conversationId: own })).toMatchObject({ status: 'snoozed' });
  expect(await wake()).toBe(0);
  await db.admin`update app.conversation set snoozed_until = clock_timestamp() - interval '1 minute' where workspace_id = ${id}`;
  const start = await standing(agent.ctx);
  const mine = await standing(owner.ctx);
  expect((await Promise.all([wake(), wake()])).reduce((a, b) => a + b)).toBe(2);
  expect(await wake()).toBe(0);
  for (const conversationId of [own, common])
    expect(await getConversation(owner.ctx, { conversationId })).toMatchObject({ status: 'open', snoozedUntil: null });
  const news = async (ctx: Ctx, horizon: string) =>
    (await readChanges(ctx, { horizon, seen: [] })).changes.map((each) => each.id);
  expect(await news(owner.ctx, mine)).toEqual(expect.arrayContaining([own, common]));
  expect(await news(agent.ctx, start)).toEqual([common]);
  // the audit of it is for its person alone
  await db.jobs`select guard.seal_audit(5000)`;
  const woken = async (ctx: Ctx) =>
    (await listAudit(ctx, {})).rows.filter(({ action }) => action.endsWith('.woken')).map(({ subject }) => subject);
  expect((await woken(owner.ctx)).toSorted()).toEqual([own, common].toSorted());
  expect(await woken((await sit('admin')).ctx)).toEqual([common]);
});

test('what is planned in an own chat goes once however often the job comes, is held back for its person alone, and shows to nobody else', async () => {
  const { id, held, sit, owner, mother, own, common, mark } = await openHouse();
  const [partner, agent] = [await sit('owner'), await sit('agent')];
  // a colleague's is over with the mark, one's own stays
  const theirs = await plan(agent.ctx, own);
  const kept = await plan(owner.ctx, own, { sendsAnyway: true });
  await mark();
  expect([await stateOf(theirs.id), await stateOf(kept.id)]).toEqual([
    ['cancelled', null],
    ['planned', null],
  ]);
  const [first, beside] = [await plan(owner.ctx, own), await plan(agent.ctx, common)];
  expect(await listPlanned(owner.ctx, { conversationId: own })).toHaveLength(2);
  expect(await listPlanned(partner.ctx, { conversationId: own })).toEqual([]);
  expect(await refusalOf(sendPlanned(partner.ctx, { plannedId: first.id }))).toBe('conversations.plannedNotFound');
  // no job finds any of it but by the door for this chat
  await addNote(owner.ctx, { conversationId: own, clientNoteId: randomUUID(), text: 'SECRETO', mentionedIds: [] });
  const found = (conversationId?: string) =>
    jobs.begin(async (tx) => {
      if (conversationId) await tx`select guard.enter_system(${id}, 'own chats', ${conversationId})`;
      else await tx`select guard.enter_system(${id}, 'own chats')`;
      const [row] =
        await tx`select (select count(*)::int from app.planned_message where conversation_id = ${own}) planned,
        (select count(*)::int from app.note) notes, (select count(*)::int from app.message where conversation_id = ${own}) messages`;
      return row;
    });
  expect([await found(), await found(common), await found(own)]).toEqual([
    { planned: 0, notes: 0, messages: 0 },
    { planned: 0, notes: 0, messages: 0 },
    { planned: 3, notes: 1, messages: 1 },
  ]);
  for (const role of ['web', 'worker'] as const)
    await expect(db[role]`select guard.enter_system(${id}, 'own chats', ${own})`).rejects.toMatchObject({
      code: '42501',
    });
  await receiveMessages(worker, held, [said(mother, 'SECRETO otra')]);
  for (const each of [kept, first, beside]) await comeTrue(each.id);
  await Promise.all([send(), send(), send()]);
  await send();
  expect([await stateOf(kept.id), await stateOf(first.id), await stateOf(beside.id)]).toEqual([
    ['sent', null],
    ['held', 'wrote'],
    ['sent', null],
  ]);
  const mine = await listMessages(owner.ctx, { conversationId: own });
  expect(
    mine
      .filter(({ direction }) => direction === 'out')
      .map(({ body, author, clientMessageId }) => [body, author.id, clientMessageId]),
  ).toEqual([['PLANEADO', owner.person.id, kept.id]]);
  await tell(id);
  await tell(id);
  expect((await noticesOf(owner.ctx)).kinds.filter(([kind]) => kind === 'planned')).toEqual([['planned', own]]);
  for (const who of [partner, agent])
    expect((await noticesOf(who.ctx)).kinds.filter(([kind, of]) => kind === 'planned' || of === own)).toEqual([]);
  // brought back, a colleague's goes in its person's name
  await changePlanned(owner.ctx, { plannedId: theirs.id, text: theirs.body, at: tomorrow(), sendsAnyway: true });
  await comeTrue(theirs.id);
  await send();
  expect((await listMessages(owner.ctx, { conversationId: own })).at(-1)?.author.id ?? null).toBe(owner.person.id);
  // blocked, it says so without a name that others could read
  const blocked = await plan(owner.ctx, own, { sendsAnyway: true });
  await db.admin`update app.contact c set kind = 'blocked' from app.conversation v where v.id = ${own} and c.id = v.contact_id and c.workspace_id = v.workspace_id`;
  await comeTrue(blocked.id);
  await send();
  await tell(id);
  expect(await stateOf(blocked.id)).toEqual(['refused', 'blocked']);
  expect((await noticesOf(owner.ctx)).kinds.filter(([kind]) => kind === 'planned')).toHaveLength(2);
  const notices = await db.admin`select detail from app.notification where workspace_id = ${id} and kind = 'planned'`;
  expect(JSON.stringify(notices)).not.toContain('MAMAPERFIL');
  // given back, what is planned is the company's like the rest
  await unmarkPersonal(owner.ctx, {
    personalId: (await getConversation(owner.ctx, { conversationId: own })).personal?.id as string,
  });
  expect(await listPlanned(partner.ctx, { conversationId: own })).toHaveLength(2);
});

test('whoever is shut out, loses the number or leaves: nothing of theirs goes out or is told in their absence, and none of it comes to an heir', async () => {
  const { id, held, sit, owner, mother, own } = await openHouse();
  const admin = await sit('admin');
  await db.admin`update app.channel set connected_by = ${admin.person.id} where id = ${held.channelId}`;
  await markPersonal(admin.ctx, { conversationId: own, mode: 'owner_only' });
  // the number is somebody else's by now: the chat is still theirs, and what they planned goes as it would if they wrote now
  const lost = await plan(admin.ctx, own);
  await db.admin`update app.channel set connected_by = ${owner.person.id} where id = ${held.channelId}`;
  await comeTrue(lost.id);
  await send();
  expect(await stateOf(lost.id)).toEqual(['sent', null]);
  // shut out
  const shut = await plan(admin.ctx, own);
  await db.admin`update app.member set blocked_at = now() where workspace_id = ${id} and person_id = ${admin.person.id}`;
  await comeTrue(shut.id);
  await send();
  await receiveMessages(worker, held, [said(mother, 'SECRETO ausente')]);
  await tell(id);
  expect(await stateOf(shut.id)).toEqual(['refused', 'author']);
  expect(await db.admin`select 1 from app.notification where conversation_id = ${own}`).toHaveLength(0);
  await db.admin`update app.member set blocked_at = null where workspace_id = ${id}`;
  await tell(id);
  expect((await noticesOf(admin.ctx)).kinds).toContainEqual(['planned', own]);
  // out
  const gone = await plan(admin.ctx, own);
  await changeConversations(admin.ctx, {
    conversationIds: [own],
    change: { snoozedUntil: tomorrow() },
  });
  await db.admin`update app.conversation set snoozed_until = clock_timestamp() - interval '1 minute' where id = ${own}`;
  await comeTrue(gone.id);
  await db.admin`update guard.session set stepup_at = now() where person_id = ${owner.person.id}`;
  await removeMember(owner.ctx, { personId: admin.person.id, heirId: owner.person.id });
  await Promise.all([send(), wake()]);
  await tell(id);
  expect([
    await stateOf(gone.id),
    await db.admin`select 1 from app.message where client_message_id = ${gone.id}`,
  ]).toEqual([['planned', null], []]);
  expect((await noticesOf(owner.ctx)).kinds.map(([, of]) => of)).not.toContain(own);
  expect((await listConversations(owner.ctx, { view: 'every' })).map((row) => row.id)).not.toContain(own);
  expect(JSON.stringify(await listContacts(owner.ctx, {}))).not.toContain('MAMAPERFIL');
});

test('a contact whom the company knew by itself stays its own with what it knew, and the own chat adds nothing to it', async () => {
  const { id, held, sit, owner, own, ownContact, mother } = await openHouse();
  const [partner, agent] = [await sit('owner'), await sit('agent')];
  // one brought in by the company, who has nothing but an own chat; one that was named before the chat was set apart; one whom nobody knew
  const uncle = somebody();
  const [brought] =
    await db.admin`insert into app.contact (workspace_id, name, source) values (${id}, 'Tío Pepe', 'import') returning id`;
  await db.admin`insert into app.contact_identity (workspace_id, contact_id, kind, value, source) values (${id}, ${brought?.id}, 'phone', ${uncle.digits}, 'import')`;
  const aunt = somebody();
  await receiveMessages(worker, held, [said(aunt, 'SECRETO tía', { profileName: 'TIAPERFIL' })]);
  const named = await house.threadOf(held, aunt);
  await db.admin`update app.contact set name = 'Tía Ana' where workspace_id = ${id} and id = ${named.contactId}`;
  const mark = (conversationId: string) => markPersonal(owner.ctx, { conversationId, mode: 'owner_only' });
  await markPersonal(owner.ctx, { channelId: held.channelId, number: uncle.digits, mode: 'owner_only' });
  for (const conversationId of [own, named.id]) await mark(conversationId);
  const more = [
    said(uncle, 'SECRETO tío', { profileName: 'PEPITO' }),
    said(aunt, 'SECRETO más', { profileName: 'ANITA' }),
  ];
  await receiveMessages(worker, held, more);
  await receiveMessages(worker, held, [said(mother, 'SECRETO mamá', { profileName: 'OTRAMAMA' })]);
  const theirs = await house.threadOf(held, uncle);
  expect(theirs.contactId).toBe(brought?.id);
  for (const { ctx } of [partner, agent]) {
    const { rows } = await listContacts(ctx, {});
    const of = (contactId: string) => rows.find((row) => row.id === contactId);
    expect(of(ownContact)).toBeUndefined();
    expect(of(brought?.id)).toMatchObject({
      name: 'Tío Pepe',
      number: uncle.digits,
      profileName: null,
      lastInAt: null,
    });
    expect(of(named.contactId)).toMatchObject({
      name: 'Tía Ana',
      number: aunt.digits,
      profileName: 'TIAPERFIL',
      lastInAt: null,
    });
    const { identities } = await getContact(ctx, { contactId: brought?.id });
    expect(identities.map(({ kind, value }) => [kind, value])).toEqual([['phone', uncle.digits]]);
    expect((await listConversations(ctx, { view: 'every' })).map((row) => row.id)).not.toContain(theirs.id);
    expect((await searchMessages(ctx, { text: 'SECRETO' })).hits).toEqual([]);
    for (const contactId of [brought?.id, named.contactId])
      expect(JSON.stringify(await readTimeline(ctx, { contactId }))).not.toMatch(/SECRETO|conversation/i);
  }
  // under a visibility that tells people apart they are nobody's, as one without any conversation is
  await db.admin`update app.workspace set visibility = 'own_unassigned' where id = ${id}`;
  expect((await getContact(agent.ctx, { contactId: brought?.id })).name).toBe('Tío Pepe');
  // for its person everything is there
  expect((await getContact(owner.ctx, { contactId: brought?.id })).identities.length).toBe(3);
  expect((await getContact(owner.ctx, { contactId: ownContact })).profileName).toBe('OTRAMAMA');
  expect(await refusalOf(getContact(partner.ctx, { contactId: ownContact }))).toBe('contacts.notFound');
});
