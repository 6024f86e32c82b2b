import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addMember,
  makeConversation,
  makePerson,
  makeWorkspace,
  openTestSession,
} from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { Ctx } from '../kernel/index.ts';
import type { Home } from './contract.ts';
import { readHome } from './index.ts';

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'home', max: 4 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

/** A zone that is half a day before the world's clock: its months begin at noon of UTC. */
const ZONE = 'Etc/GMT+12';
/** The 10th of November 2026, eight in the morning there. */
const NOW = '2026-11-10T20:00:00Z';

type Who = { id: string; home(now?: string): Promise<Home> };
type Shop = {
  id: string;
  accountId: string;
  join(role: string, permissions?: string[]): Promise<Who>;
  thread(
    assignee?: Who | null,
    at?: string,
  ): Promise<(direction: 'in' | 'out', at: string, storedAt?: string) => Promise<void>>;
  count(now?: string): Promise<void>;
};

async function openShop(options: { plan?: string; visibility?: string } = {}): Promise<Shop> {
  const { id, accountId } = await makeWorkspace(db.admin);
  await db.admin`update app.account set plan = ${options.plan ?? 'team'}, plan_version = 1 where id = ${accountId}`;
  await db.admin`update app.workspace set time_zone = ${ZONE}, created_at = '2026-01-01', visibility = ${options.visibility ?? 'all'} where id = ${id}`;
  /** What was stored at an instant has an id of then. */
  const idOf = async (at: string) => {
    const [row] =
      await db.admin`select overlay(uuidv7()::text placing left(app.first_id(${at}::text::timestamptz)::text, 13) from 1 for 13)::uuid id`;
    return row?.id as string;
  };
  return {
    id,
    accountId,
    async join(role, permissions) {
      const person = await makePerson(db.admin);
      const [own] = permissions
        ? await db.admin`insert into app.custom_role (workspace_id, name, permissions) values (${id}, ${randomUUID()}, ${permissions}) returning id`
        : [];
      if (own)
        await db.admin`insert into app.member (workspace_id, person_id, role, custom_role_id, name, email) values (${id}, ${person.id}, 'custom', ${own.id}, 'M', ${person.email})`;
      else await addMember(db.admin, id, person, role);
      await db.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${person.id}, '\\x00', now())`;
      const { pass } = await openTestSession(db.web, person.id);
      const home = (now = NOW) =>
        readHome(
          {
            workspaceId: id,
            door: { kind: 'session', pass },
            db: web,
            clock: { now: () => new Date(now) },
          } as unknown as Ctx,
          {},
        );
      return { id: person.id, home };
    },
    async thread(assignee = null, at = '2026-10-01T00:00:00Z') {
      const made = await makeConversation(db.admin, id);
      const conversationId = await idOf(at);
      await db.admin`update app.conversation set id = ${conversationId}, assignee_id = ${assignee?.id ?? null}, last_message_at = ${at}::timestamptz
        where workspace_id = ${id} and id = ${made.conversationId}`;
      let seq = 0;
      return async (direction, occurredAt, storedAt = occurredAt) => {
        seq += 1;
        await db.admin`insert into app.message (workspace_id, id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at, created_at)
          values (${id}, ${await idOf(storedAt)}, ${conversationId}, ${made.channelId}, ${seq}, ${direction}, 'x', ${randomUUID()},
            ${direction === 'in' ? 'contact' : 'person'}, ${direction === 'in' ? 9 : 3}, ${occurredAt}::timestamptz, ${storedAt}::timestamptz)`;
        await db.admin`update app.conversation set last_seq = ${seq}, last_direction = ${direction}, last_message_at = ${occurredAt}::timestamptz
          where workspace_id = ${id} and id = ${conversationId}`;
      };
    },
    async count(now = NOW) {
      await db.jobs.begin(async (tx) => {
        await tx`select guard.enter_system(${id}, 'home trial')`;
        await tx`select app.roll_up_usage(${id}, ${now}::text::timestamptz)`;
      });
    },
  };
}

test('tells this month and the last one up to the same day, by the clock of the company and to the second at the borders', async () => {
  const shop = await openShop();
  const owner = await shop.join('owner');
  const [one, two, three] = [await shop.thread(), await shop.thread(), await shop.thread()];
  // last month: began the first second of October there, answered after 60 s; the 10th counts, the 11th does not
  await one('in', '2026-10-01T12:00:00Z');
  await one('out', '2026-10-01T12:01:00Z');
  await one('in', '2026-10-11T11:59:59Z');
  await one('in', '2026-10-11T12:00:00Z');
  // the last second of September there is no month of these
  await two('out', '2026-10-01T11:59:59Z');
  // the last second of October there, and the first of November
  await two('in', '2026-11-01T11:59:59Z');
  await two('in', '2026-11-01T12:00:00Z');
  // this month: one asked and answered after 30 s, one after 90 s, one not yet, and one that the company began
  await three('in', '2026-11-02T00:00:00Z');
  await three('out', '2026-11-02T00:00:30Z');
  const [four, five, six] = [await shop.thread(), await shop.thread(), await shop.thread()];
  await four('in', '2026-11-03T00:00:00Z');
  await four('out', '2026-11-03T00:01:30Z');
  await five('in', '2026-11-04T00:00:00Z');
  await six('out', '2026-11-05T00:00:00Z');
  await shop.count();
  const { months, sees } = await owner.home();
  expect(sees).toBe('all');
  expect(months).toMatchObject({ today: '2026-11-10', compared: { from: '2026-10-01', to: '2026-10-10' } });
  expect(months?.thisMonth).toEqual({ received: 4, sent: 3, begun: 4, asked: 3, answered: 2, secondsToAnswer: 60 });
  expect(months?.lastMonth).toEqual({ received: 2, sent: 1, begun: 1, asked: 1, answered: 1, secondsToAnswer: 60 });
  expect(months?.days).toHaveLength(30);
  expect(months?.days.filter((day) => day.in + day.out > 0)).toEqual([
    { day: '2026-10-31', in: 1, out: 0 },
    { day: '2026-11-01', in: 2, out: 1 },
    { day: '2026-11-02', in: 1, out: 1 },
    { day: '2026-11-03', in: 1, out: 0 },
    { day: '2026-11-04', in: 0, out: 1 },
  ]);
});

test('counts what was stored after the last count, once, and nothing twice that the count had', async () => {
  const shop = await openShop();
  const owner = await shop.join('owner');
  const thread = await shop.thread();
  await thread('in', '2026-11-09T20:00:00Z');
  // counted at eight: what is younger than a minute is left to whoever reads
  await thread('in', '2026-11-10T19:59:30Z');
  await shop.count();
  const received = async (now?: string) => (await owner.home(now)).months?.thisMonth.received;
  expect(await received()).toBe(2);
  await thread('in', '2026-11-10T20:10:00Z');
  await thread('out', '2026-11-10T20:11:00Z');
  // asked before the count and answered after it
  const asked = await shop.thread(null, '2026-11-10T18:00:00Z');
  await asked('in', '2026-11-10T18:00:00Z');
  await shop.count('2026-11-10T20:12:00Z');
  await asked('out', '2026-11-10T20:20:00Z');
  const late = '2026-11-10T20:30:00Z';
  const { months } = await owner.home(late);
  expect(months?.thisMonth).toMatchObject({ received: 4, sent: 2, begun: 2, asked: 2, answered: 2 });
  // whoever counts at the same time as others finds the same
  await Promise.all([shop.count(late), shop.count(late), shop.count(late)]);
  expect((await owner.home(late)).months?.thisMonth).toEqual(months?.thisMonth);
});

test('takes nothing that a phone remembers from before for a conversation that began', async () => {
  const shop = await openShop();
  const owner = await shop.join('owner');
  const remembered = await shop.thread(null, '2026-11-09T00:00:00Z');
  await remembered('in', '2026-11-02T00:00:00Z', '2026-11-09T00:00:00Z');
  await shop.count();
  expect((await owner.home()).months?.thisMonth.begun).toBe(0);
});

test('shows everybody the figures of what they see, and nobody others’', async () => {
  const shop = await openShop({ visibility: 'own' });
  const [manager, ana, bea] = [await shop.join('manager'), await shop.join('agent'), await shop.join('agent')];
  for (const [whose, times] of [
    [ana, 1],
    [bea, 2],
    [null, 4],
  ] as const)
    for (let n = 0; n < times; n += 1) {
      const thread = await shop.thread(whose, '2026-11-02T00:00:00Z');
      await thread('in', '2026-11-02T00:00:00Z');
      await thread('in', `2026-11-02T00:0${times}:00Z`);
    }
  await shop.count();
  const told = async (who: Who) => {
    const { sees, months, waiting, limits } = await who.home();
    return [sees, months?.thisMonth.received, months?.thisMonth.begun, waiting?.count, limits !== null];
  };
  // what is used of the plan is the whole account's, and for whoever runs it
  expect(await told(manager)).toEqual(['all', 14, 7, 7, false]);
  expect(await told(ana)).toEqual(['own', 2, 1, 1, false]);
  expect(await told(bea)).toEqual(['own', 4, 2, 2, false]);
  await db.admin`update app.workspace set visibility = 'own_unassigned' where id = ${shop.id}`;
  expect(await told(ana)).toEqual(['own_unassigned', 10, 5, 5, false]);
  // the oldest waits at the top
  const { waiting } = await manager.home();
  expect(waiting?.rows.map(({ since }) => since.slice(14, 16))).toEqual(['01', '02', '02', '04', '04']);
});

test('withholds what a role of the company’s own may not read', async () => {
  const shop = await openShop({ plan: 'enterprise' });
  const bare = await (await shop.join('custom', ['workspace.read'])).home();
  expect([bare.months, bare.waiting, bare.numbers, bare.limits]).toEqual([null, null, null, null]);
});

test('tells what of the plan is used over the account, and which plan lifts it', async () => {
  const shop = await openShop({ plan: 'starter' });
  const owner = await shop.join('owner');
  await shop.thread();
  const { limits } = await owner.home();
  expect(limits).toEqual({
    plan: { es: 'Starter', en: 'Starter' },
    next: { es: 'Pro', en: 'Pro' },
    rows: [
      // the two people of this trial are more than that plan sells
      { name: 'seats', used: 2, limit: 1, state: 'full' },
      { name: 'numbers', used: 1, limit: 1, state: 'full' },
      { name: 'workspaces', used: 1, limit: 1, state: 'full' },
      { name: 'contacts', used: 1, limit: 500, state: 'fine' },
    ],
  });
});
