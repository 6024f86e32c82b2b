import { randomUUID } from 'node:crypto';
import { listUpsells } from '@recado/core/growth';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { staffAt } from '../src/billing/callers.ts';
import { makeConversation, makePerson, makeWorkspace, openTestSession, type TestWorkspace } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'upsells', max: 2 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});
beforeEach(async () => {
  await db.admin`update app.account set cancelled_at = now()`;
});

const staff = (isStaff = true) => staffAt({ db, web, now: () => new Date() }, isStaff);
const found = async (before: object | null = null) => await listUpsells(await staff(), { before: before as never });
async function business(plan = 'pro', name = 'Ana'): Promise<TestWorkspace> {
  const workspace = await makeWorkspace(db.admin, { owner: await makePerson(db.admin, { name }) });
  await db.admin`update app.account set plan = ${plan}, plan_version = 1 where id = ${workspace.accountId}`;
  return workspace;
}
/** Comes from a network so many days ago, on a device of its own, and is renewed there so many times. */
async function comes({ owner }: TestWorkspace, network: string, days: number, renewals = 0, kind?: 'impersonation') {
  const { sessionId } = await openTestSession(kind ? (db.admin as never) : db.web, owner.id, {
    device: randomUUID(),
    ...(kind && { kind }),
  });
  await db.admin`update guard.session_event set address = ${network}::cidr, at = now() - make_interval(days => ${days}) where session_id = ${sessionId}`;
  await db.admin`insert into guard.session_event (at, person_id, session_id, kind, address)
    select now() - make_interval(days => ${days}), ${owner.id}, ${sessionId}, 'renew', ${network}::cidr from generate_series(1, ${renewals}::integer)`;
}
const hold = ({ id }: TestWorkspace, count: number) =>
  db.admin`insert into app.contact (workspace_id, name) select ${id}, 'Customer' from generate_series(1, ${count}::integer)`;

test('an opportunity shows each thing once, however many rows speak of it, and of the last 30 days only', async () => {
  const shop = await business();
  // two networks: the first by two devices and five events, the second by one; a third was 40 days ago, and a fourth was the staff's
  await comes(shop, '10.1.0.0/16', 1, 3);
  await comes(shop, '10.1.0.0/16', 2, 2);
  await comes(shop, '10.2.0.0/16', 3);
  await comes(shop, '10.3.0.0/16', 40);
  await comes(shop, '10.4.0.0/16', 1, 0, 'impersonation');
  // three contacts, of whom two have conversations, one of them of this month
  await hold(shop, 1);
  await makeConversation(db.admin, shop.id);
  const { conversationId } = await makeConversation(db.admin, shop.id);
  await db.admin`update app.conversation set last_message_at = now() - interval '31 days' where id = ${conversationId}`;
  for (const [key, days] of [
    ['one', 1],
    ['two', 2],
    ['old', 31],
  ] as const)
    await db.admin`insert into guard.sharing_signal (person_id, key, kind, day, at, is_strong, evidence)
      values (${shop.owner.id}, ${key}, 'pingPong', current_date, now() - make_interval(days => ${days}), true, '{}')`;
  await db.admin`insert into guard.sharing_case (person_id, account_id, score, detail, weighed_at) values (${shop.owner.id}, ${shop.accountId}, 42, '{}', now())`;
  for (const [before, after] of [
    [0, 2900],
    [2900, 4900],
  ] as const)
    await db.admin`insert into guard.revenue_move (account_id, at, currency, kind, cents_before, cents_after)
      values (${shop.accountId}, now(), 'EUR', ${before ? 'expansion' : 'new'}, ${before}, ${after})`;
  expect(await found()).toEqual([
    {
      ...{ accountId: shop.accountId, name: 'Ana', email: shop.owner.email, account: 'Account', plan: 'pro' },
      ...{ networks: 2, devices: 3, contacts: 3, conversations: 1, signals: 2, score: 42 },
      ...{ valueCents: 4900, currency: 'EUR' },
    },
  ]);
});

test('two networks or more than fifty contacts make one, on a plan for one that is in use, by networks and then contacts', async () => {
  const [two, three, many, fifty, single, team, gone] = [
    await business('pro', 'two'),
    await business('starter', 'three'),
    await business('pro', 'many'),
    await business('pro', 'fifty'),
    await business('pro', 'single'),
    await business('team', 'team'),
    await business('pro', 'gone'),
  ];
  for (const each of [two, three, team, gone]) for (const n of [1, 2]) await comes(each, `10.${n}.0.0/16`, n);
  await comes(three, '10.3.0.0/16', 3);
  await comes(single, '10.1.0.0/16', 1);
  await hold(many, 51);
  await hold(fifty, 50);
  await db.admin`update app.account set cancelled_at = now() where id = ${gone.accountId}`;
  const rows = await found();
  expect(rows.map(({ name, networks, contacts }) => [name, networks, contacts])).toEqual([
    ['three', 3, 0],
    ['two', 2, 0],
    ['many', 0, 51],
  ]);
  // the next page begins after the key of a row
  const [first] = rows;
  const rest = await found({ networks: first?.networks, contacts: first?.contacts, accountId: first?.accountId });
  expect(rest.map(({ name }) => name)).toEqual(['two', 'many']);
  await expect(listUpsells(await staff(false), { before: null })).rejects.toMatchObject({
    code: 'kernel.unknownProcedure',
  });
});
