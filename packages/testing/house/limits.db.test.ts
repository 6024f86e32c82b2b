import { randomUUID } from 'node:crypto';
import { inviteMember } from '@recado/core/access';
import { createChannel } from '@recado/core/channels';
import { changeContacts, createContact, saveField, saveSegment } from '@recado/core/contacts';
import { addNote, planMessage, sendMessage } from '@recado/core/conversations';
import { AppError, type Ctx } from '@recado/core/kernel';
import { createWorkspaces, undoDeletion } from '@recado/core/workspaces';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addMember, makeConversation, makeWorkspace, type TestWorkspace } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { addWorkspace, deskCtx, type Seat, sit } from '../src/desk.ts';
import { BY_ACTS } from './limited.ts';

let db: TestDatabase;
let web: Database;
let house: TestWorkspace;
let boss: Seat;
let ctx: Ctx;
let thread: Awaited<ReturnType<typeof makeConversation>>;
/** Different people in two businesses of the account, each with a conversation, so that no other lock puts them into a row. */
let crowd: { ctx: Ctx; conversationId: string }[];
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.hastyUrl, { name: 'limits', max: 24 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});
let plans = 0;
let places = 0;
beforeEach(async () => {
  house = await makeWorkspace(db.admin);
  boss = await sit(db, house.id, { member: house.owner });
  ctx = at(house.id);
  thread = await makeConversation(db.admin, house.id);
  await db.admin`update app.workspace set is_demo = true where id = ${house.id}`;
  crowd = [];
});
async function gather() {
  const second = await addWorkspace(db.admin, house.accountId);
  const { channelId } = await makeConversation(db.admin, second);
  for (let n = 0; n < 10; n += 1) {
    const where = n % 2 === 0 ? house.id : second;
    const { pass } = await sit(db, where, 'owner');
    const [conversation] = await db.admin`
      with c as (insert into app.contact (workspace_id, name) values (${where}, 'Customer') returning id)
      insert into app.conversation (workspace_id, channel_id, contact_id, address)
        select ${where}, ${n % 2 === 0 ? thread.channelId : channelId}, c.id, ${`3460000001${n}@s.whatsapp.net`} from c returning id`;
    crowd.push({ ctx: at(where, pass), conversationId: conversation?.id });
  }
}
const at = (workspaceId: string, pass = boss.pass) =>
  ({
    ...{ ...deskCtx(db, workspaceId, pass), db: web },
    ports: {
      hasSimulator: true,
      hints: { changed: () => {}, queued: () => {}, emitted: () => {}, wanted: () => {}, present: () => {} },
    },
  }) as unknown as Ctx;

/** A plan of its own for this account, with limits and features as said, and a larger one behind it. */
async function allow(limits: Record<string, number | null>, more: { seats?: object; features?: string[] } = {}) {
  plans += 1;
  const [pro] = await db.admin`select body from guard.plan_version where plan = 'pro' and version = 1`;
  const body = {
    ...pro?.body,
    ...{ next: 'enterprise', ...(more.features ? { features: more.features } : {}) },
    seats: { included: 1, min: 1, max: 50, extraCents: null, per: 'account', ...more.seats },
    limits: { ...pro?.body.limits, numbers: null, contacts: null, workspaces: null, ...limits },
  };
  await db.admin`insert into guard.plan_version (plan, version, body) values (${`limited_${plans}`}, 1, ${db.admin.json(body)})`;
  await db.admin`update app.account set plan = ${`limited_${plans}`}, plan_version = 1 where id = ${house.accountId}`;
}
const send = (where: Ctx = ctx) =>
  sendMessage(where, { conversationId: thread.conversationId, clientMessageId: randomUUID(), text: 'Hola' });
type Member = (typeof crowd)[number];
const ACTS: Record<
  (typeof BY_ACTS)[number],
  { used: number; plan(limit: number): Promise<void>; act(who: Member, n: number): Promise<unknown> }
> = {
  contacts: {
    used: 12,
    plan: (contacts) => allow({ contacts }),
    act: (who, n) => createContact(who.ctx, { name: `Person ${n}`, phones: [] }),
  },
  numbers: {
    used: 2,
    plan: (numbers) => allow({ numbers }),
    act: (who, n) => createChannel(who.ctx, { name: `Number ${n}`, driver: 'simulator' }),
  },
  messages: {
    used: 0,
    plan: (messages) => allow({ messages }),
    act: ({ ctx: where, conversationId }) =>
      sendMessage(where, { conversationId, clientMessageId: randomUUID(), text: 'Hola' }),
  },
  workspaces: {
    used: 2,
    plan: (workspaces) => allow({ workspaces }),
    act: (who, n) => createWorkspaces(who.ctx, { names: [`Shop ${n}`] }),
  },
  seats: {
    used: 11,
    plan: (max) => allow({}, { seats: { max } }),
    act: (who) => inviteMember(who.ctx, { email: `${randomUUID()}@recado.test`, role: 'agent' }),
  },
};
const said = async (work: Promise<unknown>) =>
  await work.then(
    () => 'done',
    (error) => {
      if (error instanceof AppError && error.code === 'plans.limitReached') return error.params;
      throw error;
    },
  );

describe('of a hundred who ask at once for the last place', () => {
  test.each(BY_ACTS)(
    'of %s, one has it and each other is told the limit, the use and the plan that lifts it',
    async (name) => {
      const { used, plan, act } = ACTS[name];
      await gather();
      await plan(used + 1);
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => said(act(crowd[n % crowd.length] as Member, n))),
      );
      const refused = answers.filter((each) => each !== 'done');
      expect(refused).toHaveLength(99);
      const [first] = refused;
      expect(first).toMatchObject({ name, limit: used + 1, used: used + 1, plan: 'enterprise' });
      expect((first as { planName: object }).planName).toEqual({ es: 'Enterprise', en: 'Enterprise' });
      expect(refused.every((each) => JSON.stringify(each) === JSON.stringify(first))).toBe(true);
    },
  );
});

test('far from the end nobody waits for anybody; near it, whoever began far away is waited for', async () => {
  await allow({ contacts: 2_012 });
  const slow = await db.admin.reserve();
  await slow`begin`;
  await slow`select guard.set_context(${house.id}, 'person', ${house.owner.id}, 'owner', '')`;
  const [asked] = await slow`select guard.take_room('contacts', 1) lacks`;
  expect(asked?.lacks).toBe(null);
  // beside one who does not come to an end
  expect(await said(createContact(ctx, { name: 'Beside', phones: [] }))).toBe('done');
  await db.admin`insert into guard.use_entry (workspace_id, name, period, amount) values (${house.id}, 'contacts', '2000-01-01', 2009)`;
  const last = said(createContact(ctx, { name: 'Last', phones: [] }));
  const waits = async () =>
    (
      await db.admin`select count(*)::int n from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`
    )[0]?.n === 1;
  while (!(await waits())) await new Promise((resolve) => setImmediate(resolve));
  await slow`insert into app.contact (workspace_id, name) values (${house.id}, 'Slow')`;
  await slow`commit`;
  slow.release();
  expect(await last).toMatchObject({ used: 2_012, limit: 2_012 });
});

describe('what is counted', () => {
  test('is the whole account; what somebody writes of themselves is counted and never refused', async () => {
    await allow({ contacts: 3 });
    const other = await addWorkspace(db.admin, house.accountId);
    await addMember(db.admin, other, house.owner, 'owner');
    await createContact(at(other), { name: 'There', phones: [] });
    await createContact(ctx, { name: 'Here', phones: [] });
    expect(await said(createContact(at(other), { name: 'Too many', phones: [] }))).toMatchObject({ used: 3, limit: 3 });
    await db.admin`select app.resolve_contact(${house.id}, ${db.admin.json([{ kind: 'wa_pn', value: '34600111222' }])}, 'New', 'prospect')`;
    expect(await said(createContact(ctx, { name: 'Too many', phones: [] }))).toMatchObject({ used: 4, limit: 3 });
    // a group is nobody
    await db.admin`insert into app.contact (workspace_id, name, kind) values (${house.id}, 'Group', 'group')`;
    expect(await said(createContact(ctx, { name: 'Too many', phones: [] }))).toMatchObject({ used: 4, limit: 3 });
  });

  test('follows the bin: who goes leaves room, and comes back only where there is some', async () => {
    await allow({ contacts: 2 });
    const change = (what: 'bin' | 'restore', ...contactIds: string[]) =>
      said(changeContacts(ctx, { steps: [{ contactIds, change: { what } }] }));
    const second = await createContact(ctx, { name: 'Second', phones: [] });
    expect(await change('bin', second.id)).toBe('done');
    await createContact(ctx, { name: 'Third', phones: [] });
    expect(await change('restore', second.id)).toMatchObject({ name: 'contacts', used: 2, limit: 2 });
    expect(await change('bin', thread.contactId)).toBe('done');
    const both = await Promise.all([change('restore', second.id), change('restore', thread.contactId)]);
    expect(both.filter((each) => each === 'done')).toHaveLength(1);
  });

  test('of messages is what people, links, keys and automations send, not what a telephone sent or a reaction', async () => {
    await allow({ messages: 3 });
    const put = async (author: string, kind = 'text', direction = 'out') => {
      places += 1;
      await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
        values (${house.id}, ${thread.conversationId}, ${thread.channelId}, ${places * 1000}, ${direction}, ${kind}, 'x', ${randomUUID()}, ${author}, 3, now())`;
    };
    await put('phone');
    await put('contact', 'text', 'in');
    await put('person', 'reaction');
    await put('api');
    await put('automation');
    expect([await said(send()), ((await said(send())) as { used: number }).used]).toEqual(['done', 3]);
    // the same message again is the one that exists
    const clientMessageId = randomUUID();
    await allow({ messages: 4 });
    const once = () => sendMessage(ctx, { conversationId: thread.conversationId, clientMessageId, text: 'Hola' });
    expect((await once()).id).toBe((await once()).id);
    // the next month begins anew
    await db.admin`update guard.use_entry set period = period - 28 where workspace_id = ${house.id} and name = 'messages'`;
    expect(await said(send())).toBe('done');
  });

  test('is put together in the hours without being another number', async () => {
    await allow({ contacts: 100 });
    for (let n = 0; n < 25; n += 1) await createContact(ctx, { name: `Person ${n}`, phones: [] });
    const count = async () =>
      (
        await db.admin`select count(*)::int n, sum(amount)::int total from guard.use_entry where workspace_id = ${house.id} and name = 'contacts'`
      )[0];
    expect(await count()).toEqual({ n: 26, total: 26 });
    const jobs = connect(db.jobsUrl, { name: 'fold', max: 3 });
    const fold = () =>
      jobs.begin(async (tx) => {
        await tx`select guard.enter_system(${house.id}, 'fold')`;
        return (await tx`select guard.fold_use() n`)[0]?.n;
      });
    const folded = (await Promise.all([fold(), fold(), fold()])) as number[];
    expect(folded.reduce((sum, n) => sum + n, 0)).toBeGreaterThanOrEqual(26);
    const left = await count();
    expect([left?.total, left?.n <= 3]).toEqual([26, true]);
    // whoever goes on meanwhile finds the same, and between two hours it does not grow for ever
    await db.admin`insert into guard.use_entry (workspace_id, name, period, amount) select ${house.id}, 'contacts', '2000-01-01', 0 from generate_series(1, 150)`;
    await Promise.all([
      fold(),
      ...Array.from({ length: 8 }, (_, n) => createContact(ctx, { name: `Late ${n}`, phones: [] })),
    ]);
    expect((await count())?.total).toBe(34);
    expect((await count())?.n).toBeLessThan(20);
    await jobs.end({ timeout: 1 });
    await expect(web`select guard.fold_use()`).rejects.toMatchObject({ code: '42501' });
  });
});

test('a file stops at the stretch that does not fit, and goes on when there is room', async () => {
  await allow({ contacts: 3 });
  const importId = randomUUID();
  await db.admin`insert into app.contact_import (workspace_id, id, name, sha256, bytes, format, has_header, columns, sample, mapping, consent, state, total, counts)
    values (${house.id}, ${importId}, 'file.csv', sha256('x'), 1, 'csv', true, '{name}', '[]', '{name}', 'none', 'running', 4, '{"new": 4}')`;
  await db.admin`insert into app.contact_import_row (workspace_id, import_id, n, outcome, draft)
    select ${house.id}, ${importId}, n, 'new', jsonb_build_object('name', 'Row ' || n, 'phones', '[]'::jsonb, 'tags', '[]'::jsonb, 'fields', '{}'::jsonb) from generate_series(1, 4) n`;
  const jobs = connect(db.jobsUrl, { name: 'import', max: 1 });
  const stretch = () =>
    jobs.begin(async (tx) => {
      await tx`select guard.enter_system(${house.id}, 'import')`;
      return (await tx`select app.run_import(${house.id}, ${importId}, 2, 100) more`)[0]?.more;
    });
  const state = async () =>
    (await db.admin`select state, at_row, counts -> 'created' made from app.contact_import where id = ${importId}`)[0];
  expect([await stretch(), await stretch(), await state()]).toEqual([
    ...[true, null, { state: 'stopped', at_row: 2, made: 2 }],
  ]);
  await allow({ contacts: 5 });
  await db.admin`update app.contact_import set state = 'running' where id = ${importId}`;
  expect([await stretch(), await stretch(), await state()]).toEqual([
    true,
    false,
    { state: 'done', at_row: 4, made: 4 },
  ]);
  await jobs.end({ timeout: 1 });
});

test('a business comes back only with room for what it brings', async () => {
  const other = await addWorkspace(db.admin, house.accountId);
  await addMember(db.admin, other, house.owner, 'owner');
  await db.admin`insert into app.contact (workspace_id, name) select ${other}, 'Person ' || n from generate_series(1, 5) n`;
  await allow({ contacts: 6 });
  await db.admin`update app.workspace set deleted_at = now() where id = ${other}`;
  const further = await createContact(ctx, { name: 'Further', phones: [] });
  expect(await said(undoDeletion(at(other), {}))).toMatchObject({ name: 'contacts', used: 2, limit: 6 });
  await changeContacts(ctx, { steps: [{ contactIds: [further.id], change: { what: 'bin' } }] });
  expect(await said(undoDeletion(at(other), {}))).toBe('done');
});

test('people counted by business do not take each other’s places', async () => {
  await allow({}, { seats: { max: 2, per: 'workspace' } });
  const other = await addWorkspace(db.admin, house.accountId);
  await addMember(db.admin, other, house.owner, 'owner');
  await db.admin`update app.workspace set is_demo = true where id = ${other}`;
  const invite = (where: Ctx) => said(inviteMember(where, { email: `${randomUUID()}@recado.test`, role: 'agent' }));
  expect([await invite(ctx), await invite(at(other))]).toEqual(['done', 'done']);
  expect(await invite(ctx)).toMatchObject({ name: 'seats', limit: 2, used: 2 });
});

test('what a plan does not include is refused with the plan that does, and nothing is stored', async () => {
  const acts: Record<string, () => Promise<unknown>> = {
    segments: () => saveSegment(ctx, { name: 'Mine', filter: { match: 'all', nodes: [] } }),
    customFields: () => saveField(ctx, { label: 'Size', type: 'text', options: [] }),
    notes: () =>
      addNote(ctx, {
        ...{ conversationId: thread.conversationId, clientNoteId: randomUUID(), text: 'Note', mentionedIds: [] },
      }),
    plannedMessages: () =>
      planMessage(ctx, {
        ...{ conversationId: thread.conversationId, clientMessageId: randomUUID(), text: 'Later' },
        ...{ at: new Date(Date.now() + 86_400_000).toISOString() },
      }),
  };
  await allow({}, { features: ['crm'] });
  for (const [feature, act] of Object.entries(acts)) {
    await expect(act(), feature).rejects.toMatchObject({
      ...{ code: 'plans.notInPlan', kind: 'UPGRADE', params: { feature, plan: 'enterprise' } },
    });
  }
  await allow({}, { features: ['crm', ...Object.keys(acts)] });
  for (const [feature, act] of Object.entries(acts)) expect(await act(), feature).toBeTruthy();
});

// since, zone, now, and the day on which the month began, each by hand
test.each([
  ['2026-01-31T12:00:00Z', 'Europe/Madrid', '2026-02-28T12:00:00Z', '2026-02-28'],
  ['2026-01-31T12:00:00Z', 'Europe/Madrid', '2026-02-27T22:59:59Z', '2026-01-31'],
  ['2026-01-31T12:00:00Z', 'Europe/Madrid', '2026-02-27T23:00:00Z', '2026-02-28'],
  ['2028-01-30T12:00:00Z', 'Europe/Madrid', '2028-02-29T12:00:00Z', '2028-02-29'],
  ['2026-01-29T12:00:00Z', 'Europe/Madrid', '2026-03-28T12:00:00Z', '2026-02-28'],
  ['2026-01-29T12:00:00Z', 'Europe/Madrid', '2026-03-28T23:00:00Z', '2026-03-29'],
  // the night of the clocks: the day begins an hour earlier by UTC afterwards
  ['2026-01-30T12:00:00Z', 'Europe/Madrid', '2026-03-29T21:59:59Z', '2026-02-28'],
  ['2026-01-30T12:00:00Z', 'Europe/Madrid', '2026-03-29T22:00:00Z', '2026-03-30'],
  ['2026-01-26T12:00:00Z', 'Europe/Madrid', '2026-10-25T22:59:59Z', '2026-09-26'],
  ['2026-01-26T12:00:00Z', 'Europe/Madrid', '2026-10-25T23:00:00Z', '2026-10-26'],
  // the same instant is another day elsewhere
  ['2026-03-01T02:00:00Z', 'America/Bogota', '2026-03-28T12:00:00Z', '2026-03-28'],
  ['2026-03-01T02:00:00Z', 'Europe/Madrid', '2026-03-28T12:00:00Z', '2026-03-01'],
  ['2026-05-01T00:00:00Z', 'UTC', '2026-12-31T23:59:59Z', '2026-12-01'],
  ['2026-05-31T00:00:00Z', 'UTC', '2027-01-01T00:00:00Z', '2026-12-31'],
])('a month of an account of %s in %s has begun, at %s, on %s', async (since, zone, now, day) => {
  const [row] =
    await db.admin`select guard.month_of_account(${since}::text::timestamptz, ${zone}, ${now}::text::timestamptz)::text began`;
  expect(row?.began).toBe(day);
});
