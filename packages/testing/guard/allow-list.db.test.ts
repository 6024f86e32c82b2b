import { exchangeLink, getVisit, listMembers, readLinkPass } from '@recado/core/access';
import { setPolicies } from '@recado/core/policies';
import {
  archiveWorkspace,
  createWorkspaces,
  listOwnWorkspaces,
  readOverview,
  undoDeletion,
} from '@recado/core/workspaces';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { makeLinkHouse, VISITOR_AGENT } from '../src/links.ts';
import { digestOf, labelledPass } from '../src/passes.ts';

// Who is bound by an account's list of addresses beside its people at the door: packages/core/src/policies/policies.db.test.ts has those.
const INSIDE = '203.0.113.9';
const OUTSIDE = '198.51.100.9';
const outside = { code: 'policies.outside' };
let db: TestDatabase;
let web: Database;
let house: Awaited<ReturnType<typeof makeLinkHouse>>;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'allow-list', max: 4 });
});
afterAll(async () => {
  await web.end();
  await db.drop();
});
beforeEach(async () => {
  house = await makeLinkHouse(db, web);
  await db.jobs`select guard.set_plan(${house.workspace.accountId}, 'enterprise', 1, 'a test', 'a test of lists', null)`;
  await db.admin`update guard.session set stepup_at = clock_timestamp() where person_id = ${house.workspace.owner.id}`;
});

/** The owner's pass, from an address. */
async function ownerFrom(address: string): Promise<Buffer> {
  const [row] =
    await db.admin`select id from guard.session where person_id = ${house.workspace.owner.id} and ended_at is null`;
  const [made] =
    await db.admin`select encode(device_hash, 'hex') device, encode(proof, 'hex') proof from guard.session where id = ${row?.id}`;
  const bare = labelledPass(row?.id, row?.id, { address }).pass;
  Buffer.from(made?.proof, 'hex').copy(bare, 20);
  Buffer.from(made?.device, 'hex').copy(bare, 52);
  return bare;
}
const bind = async (allowList: string[] = ['203.0.113.0/24', '2001:db8::/32']) =>
  await setPolicies(house.as(await ownerFrom(INSIDE)), { twoFactor: 'admins', idleMinutes: null, allowList });

test('a visitor by a link is refused on the next request from elsewhere, and let in from where people are', async () => {
  const link = await house.give();
  const { secret } = await house.open(link);
  const from = (address?: string) =>
    readLinkPass(link.linkId, secret, { userAgent: VISITOR_AGENT, ...(address ? { address } : {}) }) as Buffer;
  const visit = (pass: Buffer) => getVisit(house.publicly(), pass);
  await visit(from(OUTSIDE));
  await bind();
  for (const pass of [from(OUTSIDE), from(), from('2001:db9::1'), from('::ffff:198.51.100.9')])
    await expect(visit(pass)).rejects.toMatchObject(outside);
  for (const address of [INSIDE, `::ffff:${INSIDE}`, '2001:db8::5', '2001:0db8:0:0:0:0:203.0.113.9'])
    expect((await visit(from(address))).linkId).toBe(link.linkId);
});

test('a link opens on no new device from elsewhere, and nothing is counted for that', async () => {
  const link = await house.give({ pin: '4821' });
  await bind(['198.51.100.0/24', INSIDE]);
  await bind();
  const from = (address: string) => ({ ...house.publicly(), origin: { ...house.publicly().origin, address } });
  const exchange = (address: string) => exchangeLink(from(address), { ...link, pin: '4821' }, { held: null, who: 'x' });
  await expect(exchange(OUTSIDE)).rejects.toMatchObject(outside);
  expect(await db.admin`select 1 from guard.link_device where link_id = ${link.linkId}`).toHaveLength(0);
  expect((await exchange(INSIDE)).linkId).toBe(link.linkId);
  // to whoever lacks the secret it is what every other address is
  await expect(
    exchangeLink(from(OUTSIDE), { ...link, secret: `${link.secret}x` }, { held: null, who: 'x' }),
  ).rejects.toMatchObject({ code: 'access.linkGone' });
});

test('a key is refused from elsewhere, and where nobody says from where', async () => {
  const hash = digestOf(`key of ${house.workspace.id}`);
  await db.admin`insert into guard.access_key (workspace_id, kind, role, secret_hash, granted_by) values (${house.workspace.id}, 'key', 'api', ${hash}, ${house.workspace.owner.id})`;
  const enter = (address: string | null) => db.web`select kind from guard.enter_key(${hash}, ${address}::inet)`;
  expect(await enter(OUTSIDE)).toHaveLength(1);
  await bind();
  for (const address of [OUTSIDE, null]) await expect(enter(address)).rejects.toMatchObject({ code: 'RG012' });
  expect(await enter(INSIDE)).toHaveLength(1);
});

test('what shows all of one’s workspaces leaves out those of the account, and none is run from elsewhere', async () => {
  await bind();
  const [away, here] = [await ownerFrom(OUTSIDE), await ownerFrom(INSIDE)];
  const seen = async (pass: Buffer) => [
    (await listOwnWorkspaces(house.publicly(), pass, null, {})).total,
    (await readOverview(house.publicly(), pass, null)).rows.length,
  ];
  expect([await seen(away), await seen(here)]).toEqual([
    [0, 0],
    [1, 1],
  ]);
  for (const act of [archiveWorkspace, listMembers])
    await expect(act(house.as(away), {})).rejects.toMatchObject(outside);
  await expect(createWorkspaces(house.as(away), { names: ['Otra'] })).rejects.toMatchObject(outside);
  // what opens a workspace before its door lets nobody by
  await db.admin`update app.workspace set deleted_at = clock_timestamp() where id = ${house.workspace.id}`;
  await expect(undoDeletion(house.as(away), {})).rejects.toMatchObject(outside);
});
