import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { makeRole, refusalOf } from '../../../testing/src/desk.ts';
import { makeOwnHouse, type Somebody, said, somebody } from '../../../testing/src/own-chats.ts';
import { removeMember } from '../access/index.ts';
import { commitReceived } from '../channels/index.ts';
import { listAudit } from '../compliance/index.ts';
import { listContacts, readTimeline, searchContacts } from '../contacts/index.ts';
import { previewExport } from '../exports/index.ts';
import { type Ctx, type Held, permissions } from '../kernel/index.ts';
import { listNotifications } from '../notifications/index.ts';
import { readHome, rollUpUsage } from '../reports/index.ts';
import {
  addNote,
  assignConversation,
  changeConversations,
  countConversations,
  getConversation,
  liftPersonal,
  listConversations,
  listMessages,
  listPersonal,
  listSeers,
  markPersonal,
  purgePersonalDue,
  readChanges,
  receiveMessages,
  searchMessages,
  seekDay,
  sendMessage,
  unmarkPersonal,
  weighPersonal,
} from './index.ts';

let db: TestDatabase;
let web: Database;
let worker: Database;
let jobs: Database;
let house: Awaited<ReturnType<typeof makeOwnHouse>>;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'personal', max: 8 });
  worker = connect(db.workerUrl, { name: 'personal-worker', max: 8 });
  jobs = connect(db.jobsUrl, { name: 'personal-jobs', max: 2 });
  house = await makeOwnHouse(db, web);
});
afterAll(async () => {
  await Promise.all([web.end(), worker.end(), jobs.end()]);
  await db.drop();
});

const system = {
  clock: { now: () => new Date() },
  log: { error() {} },
  ports: { hints: { changed() {}, emitted() {} } },
};
const purge = () => purgePersonalDue({ ...system, db: jobs, requestId: 'purge', locale: 'es' } as never);
/** As though ten minutes had passed, and every entry of the audit were sealed. */
const later = async () => {
  await db.admin`update guard.personal_chat set purge_at = clock_timestamp() - interval '1 second' where purge_at is not null`;
  // a transaction that is open elsewhere on this server keeps the sealer waiting
  await expect
    .poll(async () => {
      await db.jobs`select guard.seal_audit(5000)`;
      return await db.admin`select 1 from app.audit_entry e where not exists (
        select 1 from guard.audit_seal s where s.workspace_id = e.workspace_id and s.entry_id = e.id) limit 1`;
    })
    .toHaveLength(0);
};

const open = () => house.openShop();
const threadOf = (held: Held, who: Somebody) => house.threadOf(held, who);

/** The tables of a schema in which some reader finds one of the words. */
async function tablesThatSay(
  sql: TestDatabase['admin'],
  words: string[],
  but: string[] = [],
  schemas = ['app', 'wa', 'guard', 'jobs'],
) {
  const tables = await db.admin`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = any (${schemas})`;
  const found: string[] = [];
  for (const { name } of tables) {
    if (but.includes(name)) continue;
    const [row] = await sql
      .unsafe(`select bool_or(x::text ilike any ($1)) says from ${name} x`, [words.map((word) => `%${word}%`)])
      .catch((error) => (error.code === '42501' ? [] : Promise.reject(error)));
    if (row?.says) found.push(name);
  }
  return found;
}

test("a chat that is one person's own is nowhere for anybody else: no role, link, key, member of staff or job finds it by any reader", async () => {
  const { id, held, channelId, sit, owner } = await open();
  const [other, mother] = [somebody(), somebody()];
  await receiveMessages(worker, held, [
    said(other, 'pedido corriente'),
    said(mother, 'SECRETO de mi madre', { profileName: 'MAMAPERFIL' }),
  ]);
  const { id: conversationId, contactId } = await threadOf(held, mother);
  const { id: usual } = await threadOf(held, other);
  const agent = await sit('agent');
  const horizon = (await readChanges(agent.ctx, { horizon: null, seen: [] })).horizon;
  await addNote(owner.ctx, { conversationId, clientNoteId: randomUUID(), text: 'SECRETO nota', mentionedIds: [] });
  expect(await weighPersonal(owner.ctx, { conversationId })).toEqual({
    refused: null,
    messages: 1,
    files: 0,
    notes: 1,
    contact: true,
  });
  await markPersonal(owner.ctx, { conversationId, mode: 'owner_only' });
  // whoever showed it is told that it is gone
  expect(
    (await readChanges(agent.ctx, { horizon, seen: [] })).changes
      .filter((each) => each.id === conversationId && each.topic === 'conversation')
      .map(({ row }) => row),
  ).toContain(null);
  const [media] =
    await db.admin`insert into app.media (workspace_id, kind, mime, name, sha256, state) values (${id}, 'image', 'image/png', 'SECRETO.png', ${randomBytes(32)}, 'ready') returning id`;
  // past the mark, once transactions elsewhere on this server have ended
  let fresh = '';
  await expect
    .poll(async () => {
      fresh = (await readChanges(agent.ctx, { horizon: null, seen: [] })).horizon;
      return (await readChanges(agent.ctx, { horizon: fresh, seen: [] })).changes;
    })
    .toEqual([]);
  // what comes later, by the quick way too, and what is answered, is as hidden
  const keys = { keys: [], credential: null };
  expect(await commitReceived(worker, held, keys, [said(mother, 'SECRETO dos', { profileName: 'MAMAPERFIL' })])).toBe(
    true,
  );
  await sendMessage(owner.ctx, {
    conversationId,
    clientMessageId: randomUUID(),
    text: 'SECRETO respuesta',
    mediaId: media?.id,
  });
  await rollUpUsage({ ...owner.ctx, db: jobs, door: { kind: 'system', reason: 'a test' } } as unknown as Ctx, {});

  // its owner has all of it
  const own = owner.ctx;
  expect((await listConversations(own, {})).map((row) => row.id).toSorted()).toEqual(
    [usual, conversationId].toSorted(),
  );
  expect((await getConversation(own, { conversationId })).personal).toEqual({ id: expect.any(String), until: null });
  expect(await listMessages(own, { conversationId })).toHaveLength(3);
  expect((await searchMessages(own, { text: 'SECRETO' })).hits).toHaveLength(3);
  expect((await searchContacts(own, { text: 'MAMAPERFIL' })).hits).toHaveLength(1);
  expect(await listSeers(own, { conversationId })).toHaveLength(1);

  const all = await makeRole(
    db.admin,
    id,
    permissions.filter((each) => !['account.manage'].includes(each)),
  );
  const everybody: [string, Ctx][] = [];
  for (const role of ['owner', 'admin', 'manager', 'viewer']) everybody.push([role, (await sit(role)).ctx]);
  everybody.push(
    ['agent', agent.ctx],
    ['a role of the company that may everything', (await sit('custom', undefined, all)).ctx],
  );
  const staff = await openTestSession(db.admin, owner.person.id, { kind: 'impersonation' });
  everybody.push(["the staff in its owner's name", house.as(staff.pass, id)]);
  const secretHash = randomBytes(32);
  await db.admin`insert into guard.access_key (workspace_id, kind, role, secret_hash, granted_by) values (${id}, 'key', 'link_admin', ${secretHash}, ${owner.person.id})`;
  everybody.push(['a key', { ...owner.ctx, door: { kind: 'key', secretHash } } as unknown as Ctx]);
  const words = ['SECRETO', 'MAMAPERFIL', mother.digits, conversationId, contactId];
  const says = (what: unknown) => words.filter((word) => JSON.stringify(what ?? null).includes(word));
  const quiet = async (work: Promise<unknown>) => await work.catch((error) => error.code ?? String(error));
  for (const [who, ctx] of everybody) {
    const answers = {
      list: await quiet(listConversations(ctx, { view: 'every' })),
      unread: await quiet(listConversations(ctx, { view: 'unread' })),
      search: await quiet(searchMessages(ctx, { text: 'SECRETO' })),
      found: await quiet(searchContacts(ctx, { text: 'MAMAPERFIL' })),
      number: await quiet(searchContacts(ctx, { text: mother.digits })),
      contacts: await quiet(listContacts(ctx, {})),
      timeline: await quiet(readTimeline(ctx, { contactId })),
      changes: await quiet(readChanges(ctx, { horizon: fresh, seen: [] })),
      home: await quiet(readHome(ctx, {})),
      notices: await quiet(listNotifications(ctx, {})),
      audit: await quiet(listAudit(ctx, {})),
      about: await quiet(listAudit(ctx, { subject: conversationId })),
      marks: await quiet(listPersonal(ctx, {})),
    };
    expect([who, says(answers)]).toEqual([who, []]);
    for (const look of [
      () => getConversation(ctx, { conversationId }),
      () => listMessages(ctx, { conversationId }),
      () => weighPersonal(ctx, { conversationId }),
      () => seekDay(ctx, { conversationId, at: new Date().toISOString() }),
      () => markPersonal(ctx, { conversationId, mode: 'not_stored' as const }),
      () => changeConversations(ctx, { conversationIds: [conversationId], change: { priority: 'high' as const } }),
    ])
      expect([who, String(look), await refusalOf(look() as Promise<unknown>)]).toEqual([
        who,
        String(look),
        expect.stringMatching(/notFound|forbidden|unauthenticated/),
      ]);
    expect([who, await quiet(listSeers(ctx, { conversationId }).then((seers) => seers.length))]).toEqual([
      who,
      expect.toSatisfy((n) => n === 0 || /\./.test(String(n))),
    ]);
    if (who === 'owner') {
      expect(await countConversations(ctx, {})).toMatchObject({ all: 1, unread: 1, waiting: 1 });
      expect(await previewExport(ctx, {})).toMatchObject({ count: 1 });
      expect(await listPersonal(ctx, {})).toMatchObject({ mine: [], others: 1, left: 0, channels: [channelId] });
    }
    // and whatever a new reader would ask of any table
    const hidden = await web.begin(async (tx) => {
      const door = ctx.door as { kind: string; pass: Buffer; secretHash: Buffer };
      if (door.kind === 'key') await tx`select 1 from guard.enter_key(${door.secretHash})`;
      else await tx`select 1 from guard.enter(${door.pass}, null, ${id})`;
      await tx`set transaction read only`;
      const found: string[] = [];
      const tables = await tx`
        select 'app.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = 'app' and has_table_privilege(c.oid, 'select')`;
      for (const { name } of tables) {
        // that it is gone, and entries by ids, which their readers leave out
        const asked = ['app.change', 'app.audit_entry'].includes(name) ? words.slice(0, 3) : words;
        const [row] = await tx.unsafe(`select bool_or(x::text ilike any ($1)) says from ${name} x`, [
          asked.map((word) => `%${word}%`),
        ]);
        if (row?.says) found.push(name);
      }
      return found;
    });
    expect([who, hidden]).toEqual([who, []]);
  }
  // nor does a narrower sight show what is nobody's to it
  await db.admin`update app.workspace set visibility = 'own_unassigned' where id = ${id}`;
  expect((await listConversations(agent.ctx, { view: 'every' })).map((row) => row.id)).toEqual([usual]);
  expect((await searchMessages(agent.ctx, { text: 'SECRETO' })).hits).toEqual([]);
  expect((await searchContacts(agent.ctx, { text: 'MAMAPERFIL' })).hits).toEqual([]);
  const seen = await jobs.begin(async (tx) => {
    await tx`select guard.enter_system(${id}, 'a test')`;
    return await tx`
      select (select count(*)::int from app.conversation) threads, (select count(*)::int from app.message) messages, (select count(*)::int from app.contact) contacts,
        (select count(*)::int from app.contact_identity where value = ${mother.digits}) names, (select count(*)::int from app.conversation_start) starts`;
  });
  expect(seen[0]).toEqual({ threads: 1, messages: 1, contacts: 1, names: 0, starts: 1 });
  expect(
    Number(
      (
        await db.admin`select sum(amount) n from app.usage_day where workspace_id = ${id} and metric like 'messages%'`
      )[0]?.n,
    ),
  ).toBe(1);
  // nothing is done with it by itself, and it is nobody else's to have
  expect(await refusalOf(assignConversation(own, { conversationId, personId: agent.person.id }))).toBe(
    'conversations.assigneeNotFound',
  );
});

test('a visitor by a link finds nothing of it, whatever the link may', async () => {
  const at = house.workspace.id;
  const [channel] =
    await db.admin`insert into app.channel (workspace_id, name, driver) values (${at}, 'Número', 'simulator') returning id`;
  await db.admin`insert into wa.lease (channel_id, workspace_id, driver, holder, fence, expires_at) values (${channel?.id}, ${at}, 'simulator', ${randomUUID()}, 1, clock_timestamp() + interval '1 hour')`;
  const held: Held = { workspaceId: at, channelId: channel?.id, fence: 1 };
  const mother = somebody();
  await receiveMessages(worker, held, [said(mother, 'SECRETO'), said(somebody(), 'corriente')]);
  const { id: conversationId } = await threadOf(held, mother);
  const visitor = house.as((await house.open(await house.give({ role: 'link_admin' }))).pass);
  expect(await listConversations(visitor, { view: 'every' })).toHaveLength(2);
  const { horizon } = await readChanges(visitor, { horizon: null, seen: [] });
  await markPersonal(house.as(house.ownerPass), { conversationId, mode: 'owner_only' });
  const { changes } = await readChanges(visitor, { horizon, seen: [] });
  expect(
    changes
      .filter((each) => [each.id, each.conversationId].includes(conversationId) && each.row === null)
      .map(({ topic, id, row }) => [topic, id, row]),
  ).toEqual([['conversation', conversationId, null]]);
  expect(await listConversations(visitor, { view: 'every' })).toHaveLength(1);
  expect(await refusalOf(listMessages(visitor, { conversationId }))).toBe('conversations.notFound');
});

test('of a chat that is not stored nothing becomes a row: texts, edits, reactions, files, history, by either name, and what was staged is gone', async () => {
  const { id, held, owner } = await open();
  const mother = somebody();
  await markPersonal(owner.ctx, { channelId: held.channelId, number: `+${mother.digits}`, mode: 'not_stored' });
  const [row] =
    await db.admin`insert into wa.staged_message (workspace_id, channel_id, chat, sender, provider_id, part, sealed)
    values (${id}, ${held.channelId}, 'x', 'x', 'P1', 0, 'RESERVADO') returning id`;
  const media = {
    kind: 'image',
    mime: 'image/png',
    name: 'RESERVADO.png',
    bytes: 1,
    width: null,
    height: null,
    seconds: null,
    sealedSource: 'AA==',
  } as const;
  const outcomes = await receiveMessages(worker, held, [
    said(mother, 'RESERVADO', { providerId: 'P1', staged: [Number(row?.id)], profileName: 'RESERVADO mamá' }),
    said(mother, 'RESERVADO', { kind: 'image', media }),
    said(mother, 'RESERVADO', { identities: [mother.lid], kind: 'edited', quotedProviderId: 'P1' }),
    said(mother, 'RESERVADO', { identities: [mother.lid], kind: 'reaction', quotedProviderId: 'P1' }),
    said(mother, 'RESERVADO', { direction: 'out' }),
    said(mother, 'RESERVADO', { history: true }),
    said(mother, null, { kind: 'undecryptable' }),
    said(somebody(), 'corriente'),
  ]);
  expect(outcomes.map(({ outcome }) => outcome)).toEqual([...Array(7).fill('unstored'), 'stored']);
  expect(await commitReceived(worker, held, { keys: [], credential: null }, [said(mother, 'RESERVADO')])).toBe(false);
  expect(await tablesThatSay(db.admin, ['RESERVADO', Buffer.from('RESERVADO').toString('hex')])).toEqual([]);
  expect(await db.admin`select 1 from wa.staged_message where workspace_id = ${id}`).toHaveLength(0);
  expect(
    await db.admin`select 1 from app.contact_identity where workspace_id = ${id} and value = any (${[mother.pn.value, mother.lid.value]})`,
  ).toHaveLength(0);
  expect(await db.admin`select 1 from app.media where workspace_id = ${id}`).toHaveLength(0);
  // taken back, what comes is stored again
  const [mark] = (await listPersonal(owner.ctx, {})).mine;
  expect(mark).toMatchObject({ mode: 'not_stored', number: mother.digits, conversationId: null, until: null });
  await unmarkPersonal(owner.ctx, { personalId: mark?.id as string });
  expect((await receiveMessages(worker, held, [said(mother, 'ya sí')])).map(({ outcome }) => outcome)).toEqual([
    'stored',
  ]);
});

test('what is stored of a chat goes ten minutes after it was marked, exactly as it was said, and can be kept until then', async () => {
  const { id, held, sit, owner } = await open();
  const manager = await sit('manager');
  const [mother, cousin] = [somebody(), somebody()];
  await receiveMessages(worker, held, [
    said(mother, 'BORRABLE uno'),
    said(mother, 'BORRABLE dos'),
    said(cousin, 'CORRIENTE', { profileName: 'Prima' }),
  ]);
  const { id: conversationId, contactId } = await threadOf(held, mother);
  await addNote(owner.ctx, { conversationId, clientNoteId: randomUUID(), text: 'BORRABLE nota', mentionedIds: [] });
  await changeConversations(owner.ctx, {
    conversationIds: [conversationId],
    change: { priority: 'high', assigneeId: owner.person.id },
  });
  expect(await weighPersonal(owner.ctx, { conversationId })).toEqual({
    refused: null,
    messages: 2,
    files: 0,
    notes: 1,
    contact: true,
  });
  const mark = () => markPersonal(owner.ctx, { conversationId, mode: 'not_stored' });
  const first = await mark();
  expect(Date.parse(first.until as string) - Date.now()).toBeGreaterThan(9 * 60_000);
  // out of everybody's sight at once, and nothing comes in or goes out any more
  expect(await refusalOf(listMessages(manager.ctx, { conversationId }))).toBe('conversations.notFound');
  expect(await refusalOf(sendMessage(owner.ctx, { conversationId, clientMessageId: randomUUID(), text: 'x' }))).toBe(
    'conversations.personalClosed',
  );
  await receiveMessages(worker, held, [said(mother, 'BORRABLE tres')]);
  await purge();
  expect(await listMessages(owner.ctx, { conversationId })).toHaveLength(2);
  await unmarkPersonal(owner.ctx, { personalId: first.id });
  expect(await listMessages(manager.ctx, { conversationId })).toHaveLength(2);
  expect(await getConversation(manager.ctx, { conversationId })).toMatchObject({
    personal: null,
    assigneeId: owner.person.id,
  });
  // marked again, and its time comes
  await mark();
  await later();
  await purge();
  expect(await tablesThatSay(db.admin, ['BORRABLE'])).toEqual([]);
  expect(await db.admin`select 1 from app.contact where workspace_id = ${id} and id = ${contactId}`).toHaveLength(0);
  expect(
    await db.admin`select 1 from app.audit_entry where workspace_id = ${id} and subject = any (${[conversationId, contactId]}) and (before is not null or detail <> '{}') and action <> 'compliance/audit.erased'`,
  ).toHaveLength(0);
  expect((await listContacts(manager.ctx, {})).rows).toHaveLength(1);
  expect((await listPersonal(owner.ctx, {})).mine).toMatchObject([
    { mode: 'not_stored', conversationId: null, until: null, isGoing: false, number: mother.digits },
  ]);
  expect((await receiveMessages(worker, held, [said(mother, 'BORRABLE cuatro')]))[0]?.outcome).toBe('unstored');
});

test("two names that turn out to be one person's are what the mark of either says", async () => {
  const { held, sit, owner } = await open();
  const manager = await sit('manager');
  const mother = somebody();
  await markPersonal(owner.ctx, { channelId: held.channelId, number: mother.digits, mode: 'owner_only' });
  // the hidden name alone says nothing of the number
  await receiveMessages(worker, held, [said(mother, 'SECRETO uno', { identities: [mother.lid] })]);
  expect(await listConversations(manager.ctx, {})).toHaveLength(1);
  await receiveMessages(worker, held, [said(mother, 'SECRETO dos')]);
  expect(await listConversations(manager.ctx, {})).toHaveLength(0);
  const [thread] = await listConversations(owner.ctx, {});
  expect(await listMessages(owner.ctx, { conversationId: thread?.id as string })).toHaveLength(2);
  await receiveMessages(worker, held, [said(mother, 'SECRETO tres', { identities: [mother.lid] })]);
  expect(await listConversations(manager.ctx, {})).toHaveLength(0);
});

test('who may set a chat apart: owners, and whoever paired the number, but nobody takes one from whoever answers for it', async () => {
  const { held, sit, owner } = await open();
  const [partner, admin, agent] = [await sit('owner'), await sit('admin'), await sit('agent')];
  await db.admin`update app.channel set connected_by = ${admin.person.id} where id = ${held.channelId}`;
  const who = [somebody(), somebody(), somebody(), somebody()] as const;
  await receiveMessages(
    worker,
    held,
    who.map((each) => said(each, 'hola')),
  );
  const at = await Promise.all(who.map(async (each) => (await threadOf(held, each)).id));
  const mark = (seat: typeof owner, n: number) =>
    refusalOf(markPersonal(seat.ctx, { conversationId: at[n] as string, mode: 'owner_only' }));
  expect(await mark(agent, 0)).toBe('conversations.personalNotTheirs');
  await assignConversation(admin.ctx, { conversationId: at[0] as string, personId: agent.person.id });
  expect(await mark(admin, 0)).toBe('conversations.personalAnswered');
  expect(await mark(owner, 0)).toBe('done');
  await sendMessage(partner.ctx, {
    conversationId: at[1] as string,
    clientMessageId: randomUUID(),
    text: 'respondo yo',
  });
  expect([await mark(owner, 1), await mark(admin, 1), await mark(partner, 1)]).toEqual([
    'conversations.personalAnswered',
    'conversations.personalAnswered',
    'done',
  ]);
  expect(await mark(admin, 2)).toBe('done');
  // nor by the number of somebody whose chat is somebody else's
  const number = (who[2] as (typeof who)[number]).digits;
  expect(await refusalOf(markPersonal(owner.ctx, { channelId: held.channelId, number, mode: 'not_stored' }))).toBe(
    'conversations.personalAnswered',
  );
  const [theirs] = (await listPersonal(admin.ctx, {})).mine;
  expect(await refusalOf(unmarkPersonal(owner.ctx, { personalId: theirs?.id as string }))).toBe(
    'conversations.personalNotFound',
  );
});

test('whoever leaves hands their own chats to nobody: they go, nothing of them is stored, and an owner lifts what is left', async () => {
  const { id, held, sit, owner } = await open();
  const admin = await sit('admin');
  await db.admin`update app.channel set connected_by = ${admin.person.id} where id = ${held.channelId}`;
  const mother = somebody();
  await receiveMessages(worker, held, [said(mother, 'SECRETO')]);
  const { id: conversationId } = await threadOf(held, mother);
  await markPersonal(admin.ctx, { conversationId, mode: 'owner_only' });
  await db.admin`update guard.session set stepup_at = now() where person_id = ${owner.person.id}`;
  await removeMember(owner.ctx, { personId: admin.person.id, heirId: owner.person.id });
  expect(await refusalOf(getConversation(owner.ctx, { conversationId }))).toBe('conversations.notFound');
  expect(await listPersonal(owner.ctx, {})).toMatchObject({ mine: [], others: 0, left: 1 });
  expect(await liftPersonal(owner.ctx, {})).toEqual({ count: 0 });
  await later();
  await purge();
  expect(await db.admin`select 1 from app.message where workspace_id = ${id}`).toHaveLength(0);
  expect((await receiveMessages(worker, held, [said(mother, 'SECRETO')]))[0]?.outcome).toBe('unstored');
  expect(await liftPersonal(owner.ctx, {})).toEqual({ count: 1 });
  expect((await receiveMessages(worker, held, [said(mother, 'ya sí')]))[0]?.outcome).toBe('stored');
});

test('of two hundred chats that are marked while their messages come, none has a row that is later than its mark', async () => {
  const { held, owner } = await open();
  const people = Array.from({ length: 200 }, somebody);
  const count = async (who: Somebody) =>
    (
      await db.admin`select count(*)::int n from app.message m join app.conversation v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
        join app.contact_identity i on i.workspace_id = v.workspace_id and i.contact_id = v.contact_id where i.value = ${who.digits} and m.channel_id = ${held.channelId}`
    )[0]?.n as number;
  const marked: { before: number; after: number }[] = [];
  const lane = async (some: typeof people) => {
    for (const who of some) {
      const coming = [0, 1, 2].map(() => receiveMessages(worker, held, [said(who, 'x')]));
      await markPersonal(owner.ctx, { channelId: held.channelId, number: who.digits, mode: 'not_stored' });
      const before = await count(who);
      await Promise.all(coming);
      await receiveMessages(worker, held, [said(who, 'x')]);
      marked.push({ before, after: await count(who) });
    }
  };
  await Promise.all([0, 1, 2, 3].map((n) => lane(people.slice(n * 50, n * 50 + 50))));
  expect(marked.filter(({ before, after }) => before !== after)).toEqual([]);
  expect(marked).toHaveLength(200);
}, 60_000);
