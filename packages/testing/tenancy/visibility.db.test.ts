import { randomUUID } from 'node:crypto';
import { getContact, searchContacts, updateContact } from '@recado/core/contacts';
import {
  assignConversation,
  countConversations,
  getConversation,
  listConversations,
  listMessages,
  markRead,
  readChanges,
  searchMessages,
  sendMessage,
} from '@recado/core/conversations';
import type { Ctx } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, makeConversation, makePerson, makeWorkspace, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'visibility', max: 4 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

type Member = { id: string; ctx: Ctx };
type Thread = Awaited<ReturnType<typeof makeConversation>>;
type Company = {
  workspaceId: string;
  accountId: string;
  people: Record<'owner' | 'admin' | 'manager' | 'viewer' | 'ana' | 'bea', Member>;
  threads: Record<'anas' | 'beas' | 'nobodys', Thread>;
};

/** A company on a plan that tells people apart, with two agents, and a thread of each and one of nobody, each with a message. */
async function openShop(visibility: string | null, plan = 'team'): Promise<Company> {
  const owner = await makePerson(db.admin);
  const { id: workspaceId, accountId } = await makeWorkspace(db.admin, { owner });
  await db.admin`update app.account a set (plan, plan_version) = (select v.plan, max(v.version) from guard.plan_version v where v.plan = ${plan} group by v.plan)
    where a.id = ${accountId}`;
  await db.admin`update app.workspace set visibility = ${visibility} where id = ${workspaceId}`;
  const member = async (id: string): Promise<Member> => {
    await db.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${id}, '\\x00', now())`;
    const { pass } = await openTestSession(db.web, id);
    const ctx = {
      workspaceId,
      door: { kind: 'session', pass },
      db: web,
      ports: { hints: { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} } },
      clock: { now: () => new Date() },
      log: {},
      requestId: 'visibility',
      locale: 'es',
    } as unknown as Ctx;
    return { id, ctx };
  };
  const people = { owner: await member(owner.id) } as Company['people'];
  for (const [name, role] of Object.entries({
    admin: 'admin',
    manager: 'manager',
    viewer: 'viewer',
    ana: 'agent',
    bea: 'agent',
  })) {
    const person = await makePerson(db.admin);
    await addMember(db.admin, workspaceId, person, role);
    people[name as keyof Company['people']] = await member(person.id);
  }
  const thread = async (assignee: string | null): Promise<Thread> => {
    const made = await makeConversation(db.admin, workspaceId);
    await db.admin`update app.conversation set assignee_id = ${assignee}, last_direction = 'in', unread_count = 1, last_seq = 1
      where workspace_id = ${workspaceId} and id = ${made.conversationId}`;
    await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      values (${workspaceId}, ${made.conversationId}, ${made.channelId}, 1, 'in', 'text', 'Hola', ${randomUUID()}, 'contact', 9, now())`;
    await db.admin`insert into app.change (workspace_id, topic, entity_id, conversation_id)
      values (${workspaceId}, 'conversation', ${made.conversationId}, ${made.conversationId})`;
    return made;
  };
  const threads = {
    anas: await thread(people.ana.id),
    beas: await thread(people.bea.id),
    nobodys: await thread(null),
  };
  return { workspaceId, accountId, people, threads };
}

type Name = keyof Company['threads'];
const NAMES: Name[] = ['anas', 'beas', 'nobodys'];

/** Which of the three a person finds by every way there is; throws when two ways disagree. */
async function seenBy({ threads }: Company, { ctx }: Member): Promise<Name[]> {
  const found: Record<string, Name[]> = {};
  const nameOf = (id: string) => NAMES.find((name) => threads[name].conversationId === id) as Name;
  for (const view of ['all', 'unread', 'waiting'] as const)
    found[view] = (await listConversations(ctx, { view })).map(({ id }) => nameOf(id)).sort();
  const each = async (ask: (thread: Thread) => Promise<unknown>): Promise<Name[]> => {
    const seen: Name[] = [];
    for (const name of NAMES)
      await ask(threads[name]).then(
        () => seen.push(name),
        (error) => expect(error.kind).toBe('NOT_FOUND'),
      );
    return seen;
  };
  found.get = await each(({ conversationId }) => getConversation(ctx, { conversationId }));
  found.messages = await each(({ conversationId }) => listMessages(ctx, { conversationId }));
  found.search = (await searchMessages(ctx, { text: 'hola' })).hits.map(({ conversationId }) => nameOf(conversationId));
  found.searchOfOne = await each(async ({ contactId }) => {
    const { hits } = await searchMessages(ctx, { text: 'hola', contactId });
    if (hits.length === 0) throw { kind: 'NOT_FOUND' };
  });
  found.people = (await searchContacts(ctx, { text: 'customer' })).hits.map(({ conversationId }) =>
    nameOf(conversationId as string),
  );
  found.peopleByLetters = (await searchContacts(ctx, { text: 'cu' })).hits.map(({ conversationId }) =>
    nameOf(conversationId as string),
  );
  found.contact = await each(({ contactId }) => getContact(ctx, { contactId }));
  found.rename = await each(({ contactId }) =>
    mayWrite(ctx)
      ? updateContact(ctx, { contactId, notes: 'x' }).catch((error) => {
          // who is only read is seen as well
          if (error.code !== 'contacts.notTheirs') throw error;
        })
      : getContact(ctx, { contactId }),
  );
  const { changes } = await readChanges(ctx, { horizon: '1', seen: [] });
  found.stream = [
    ...new Set(changes.flatMap(({ topic, id }) => (topic === 'conversation' ? [nameOf(id)] : []))),
  ].sort();
  const { unread, waiting } = await countConversations(ctx, {});
  const answer = found.all as Name[];
  expect([unread, waiting]).toEqual([answer.length, answer.length]);
  for (const [way, names] of Object.entries(found)) expect([way, [...names].sort()]).toEqual([way, answer]);
  return answer;
}
const lookers = new Set<Ctx>();
const mayWrite = (ctx: Ctx) => !lookers.has(ctx);

describe.each([
  { visibility: 'own', agent: ['anas'] },
  { visibility: 'own_unassigned', agent: ['anas', 'nobodys'] },
  { visibility: 'all', agent: NAMES },
  { visibility: null, agent: ['anas'] },
] as const)('with the visibility $visibility', ({ visibility, agent }) => {
  let shop: Company;
  beforeAll(async () => {
    shop = await openShop(visibility);
    lookers.add(shop.people.viewer.ctx);
  });

  test('an agent finds the same conversations by list, count, thread, contact and stream', async () => {
    expect(await seenBy(shop, shop.people.ana)).toEqual(agent);
  });

  test.each(['owner', 'admin', 'manager', 'viewer'] as const)('the %s sees all of them', async (name) => {
    expect(await seenBy(shop, shop.people[name])).toEqual(NAMES);
  });

  test('what an agent does not see, they can do nothing to', async () => {
    const { ctx } = shop.people.ana;
    for (const name of NAMES) {
      const { conversationId } = shop.threads[name];
      const acts = [
        () => sendMessage(ctx, { conversationId, clientMessageId: randomUUID(), text: 'Hola' }),
        () => markRead(ctx, { conversationId, seq: 1 }),
      ];
      for (const act of acts) {
        if ((agent as readonly Name[]).includes(name)) await act();
        else await expect(act()).rejects.toMatchObject({ kind: 'NOT_FOUND' });
      }
    }
  });
});

test('a plan that does not tell people apart shows everybody everything', async () => {
  const shop = await openShop('own', 'pro');
  expect(await seenBy(shop, shop.people.ana)).toEqual(NAMES);
});

test('a role of the company’s own sees by its rights: all with readAll, its own without', async () => {
  const shop = await openShop('own');
  const { ana } = shop.people;
  const rights = async (permissions: string[]) => {
    const [role] = await db.admin`insert into app.custom_role (workspace_id, name, permissions)
      values (${shop.workspaceId}, ${randomUUID()}, ${permissions}) returning id`;
    await db.admin`update app.member set role = 'custom', custom_role_id = ${role?.id} where workspace_id = ${shop.workspaceId} and person_id = ${ana.id}`;
  };
  await rights(['conversations.read', 'contacts.read']);
  lookers.add(ana.ctx);
  expect(await seenBy(shop, ana)).toEqual(['anas']);
  const { conversationId } = shop.threads.anas;
  await expect(
    sendMessage(ana.ctx, { conversationId, clientMessageId: randomUUID(), text: 'Hola' }),
  ).rejects.toMatchObject({ code: 'kernel.forbidden' });
  await rights(['conversations.read', 'conversations.readAll', 'contacts.read']);
  expect(await seenBy(shop, ana)).toEqual(NAMES);
});

test('whoever looks in somebody’s name sees what that one sees, and no more', async () => {
  const shop = await openShop('own');
  const { ana } = shop.people;
  const { pass } = await openTestSession(db.admin, ana.id, { kind: 'impersonation' });
  const staff = { id: ana.id, ctx: { ...ana.ctx, door: { kind: 'session', pass } } as unknown as Ctx };
  lookers.add(staff.ctx);
  expect(await seenBy(shop, staff)).toEqual(['anas']);
  const [role] = await db.admin`insert into app.custom_role (workspace_id, name, permissions)
    values (${shop.workspaceId}, 'Own', ${['conversations.read', 'conversations.write']}) returning id`;
  await db.admin`update app.member set role = 'custom', custom_role_id = ${role?.id} where workspace_id = ${shop.workspaceId} and person_id = ${ana.id}`;
  await expect(getContact(staff.ctx, { contactId: shop.threads.anas.contactId })).rejects.toMatchObject({
    code: 'kernel.forbidden',
  });
  expect((await listConversations(staff.ctx, {})).map(({ id }) => id)).toEqual([shop.threads.anas.conversationId]);
});

describe('giving a conversation to somebody', () => {
  test('takes it out of the sight of whoever had it, and their stream says that it is gone', async () => {
    const shop = await openShop('own');
    const { ana, bea, manager } = shop.people;
    const { conversationId } = shop.threads.anas;
    const { horizon } = await readChanges(ana.ctx, { horizon: null, seen: [] });
    await assignConversation(manager.ctx, { conversationId, personId: bea.id });
    const { changes } = await readChanges(ana.ctx, { horizon, seen: [] });
    // other changes may be told again
    expect(changes.filter(({ id }) => id === conversationId)).toEqual([
      { topic: 'conversation', id: conversationId, conversationId, row: null },
    ]);
    await expect(getConversation(ana.ctx, { conversationId })).rejects.toMatchObject({ kind: 'NOT_FOUND' });
    const told = await readChanges(bea.ctx, { horizon, seen: [] });
    const given = told.changes.filter(({ id }) => id === conversationId);
    expect(given.map(({ row }) => (row as { assigneeId: string } | null)?.assigneeId)).toEqual([bea.id]);
    expect(await seenBy(shop, bea)).toContain('anas');
  });

  test('an agent takes one that is nobody’s, and every other agent loses it', async () => {
    const shop = await openShop('own_unassigned');
    const { ana, bea } = shop.people;
    const { conversationId } = shop.threads.nobodys;
    const { horizon } = await readChanges(bea.ctx, { horizon: null, seen: [] });
    await assignConversation(ana.ctx, { conversationId, personId: ana.id });
    const { changes } = await readChanges(bea.ctx, { horizon, seen: [] });
    expect(changes.filter(({ id }) => id === conversationId).map(({ row }) => row)).toEqual([null]);
  });

  test('an agent gives nobody a conversation, and takes none from anybody', async () => {
    const shop = await openShop('all');
    const { ana, bea } = shop.people;
    for (const [thread, personId] of [
      ['anas', bea.id],
      ['nobodys', bea.id],
      ['beas', ana.id],
      ['beas', null],
    ] as const)
      await expect(
        assignConversation(ana.ctx, { conversationId: shop.threads[thread].conversationId, personId }),
      ).rejects.toMatchObject({ code: 'kernel.forbidden' });
    await assignConversation(ana.ctx, { conversationId: shop.threads.anas.conversationId, personId: null });
  });

  test('nobody who is no member, or blocked, is given one', async () => {
    const shop = await openShop('own');
    const other = await openShop('own');
    const { conversationId } = shop.threads.nobodys;
    const give = (personId: string) => assignConversation(shop.people.manager.ctx, { conversationId, personId });
    await expect(give(other.people.ana.id)).rejects.toMatchObject({ code: 'conversations.assigneeNotFound' });
    await db.admin`update app.member set blocked_at = now() where workspace_id = ${shop.workspaceId} and person_id = ${shop.people.bea.id}`;
    await expect(give(shop.people.bea.id)).rejects.toMatchObject({ code: 'conversations.assigneeNotFound' });
    await expect(
      assignConversation(other.people.manager.ctx, { conversationId, personId: other.people.ana.id }),
    ).rejects.toMatchObject({ code: 'conversations.notFound' });
  });
});
