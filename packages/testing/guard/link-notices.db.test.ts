import { randomUUID } from 'node:crypto';
import { getVisit, stopNotices, switchNotices, tellLinks, updateLink } from '@recado/core/access';
import { AppError } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { open } from '@recado/runtime/crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeConversation } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { linkKeyring, makeLinkHouse } from '../src/links.ts';

let db: TestDatabase;
let web: Database;
let jobs: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'notices', max: 4 });
  jobs = connect(db.jobsUrl, { name: 'notices', max: 1 });
});
afterAll(async () => {
  await Promise.all([web.end({ timeout: 1 }), jobs.end({ timeout: 1 })]);
  await db.drop();
});

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fine',
    (error) => (error instanceof AppError ? error.code : (error.code ?? error)),
  );
type LinkHouse = Awaited<ReturnType<typeof makeLinkHouse>>;

/** Moves a workspace to where it is this hour now, whenever this runs. */
async function moveWhere(house: LinkHouse, wanted: number): Promise<void> {
  const [hour] = await db.admin`select extract(hour from now() at time zone 'UTC')::int h`;
  const east = ((wanted - (hour?.h as number) + 36) % 24) - 12;
  const zone = `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`;
  await db.admin`update app.workspace set time_zone = ${zone} where id = ${house.workspace.id}`;
}
/** A customer speaks, and waits. */
const speaks = (conversationId: string) =>
  db.admin`update app.conversation set last_direction = 'in', last_message_at = clock_timestamp() where id = ${conversationId}`;
/** Sixteen minutes go by for every link of a company. */
const later = (house: LinkHouse) =>
  db.admin`update guard.access_link set notified_at = notified_at - interval '16 minutes' where workspace_id = ${house.workspace.id}`;
/** What went to a mailbox once everybody was told who is due. */
async function mailsTo(email: string): Promise<number> {
  await tellLinks({ db: jobs, keyring: linkKeyring });
  const rows =
    await db.admin`select 1 from guard.outgoing_mail where recipient = ${email} and template = 'link-attention'`;
  return rows.length;
}
const mailbox = () => `${randomUUID()}@taller.example`;

test('a visitor switches their own notices off and on', async () => {
  const house = await makeLinkHouse(db, web);
  const { pass } = await house.open(await house.give({ email: 'lucia@taller.example', notifies: true }));
  const notices = async () => (await getVisit({ db: web }, pass)).notices;
  expect(await notices()).toBe('on');
  expect([await switchNotices({ db: web }, pass, false), await notices()]).toEqual([{ on: false }, 'off']);
  expect([await switchNotices({ db: web }, pass, true), await notices()]).toEqual([{ on: true }, 'on']);
});

test('whoever switches to and fro fills no record: what changes nothing is not written, and changes end at twenty an hour', async () => {
  const house = await makeLinkHouse(db, web);
  const { pass } = await house.open(await house.give({ email: mailbox(), notifies: true }));
  const written = async () =>
    (
      await db.admin`select 1 from app.audit_entry where workspace_id = ${house.workspace.id} and action = 'access/link.notices_switched'`
    ).length;
  for (let n = 0; n < 5; n += 1) await switchNotices({ db: web }, pass, true);
  expect(await written()).toBe(0);
  for (let n = 0; n < 30; n += 1) await switchNotices({ db: web }, pass, n % 2 === 1);
  expect(await written()).toBe(20);
});

test('whom a link is for is told of what waits: once in a quarter of an hour, not at night, and never once it is switched off', async () => {
  const house = await makeLinkHouse(db, web);
  const email = mailbox();
  const { linkId } = await house.give({ email, notifies: true });
  const { conversationId } = await makeConversation(db.admin, house.workspace.id);
  await moveWhere(house, 12);
  expect(await mailsTo(email)).toBe(0);
  await speaks(conversationId);
  expect([await mailsTo(email), await mailsTo(email)]).toEqual([1, 1]);
  await speaks(conversationId);
  expect(await mailsTo(email)).toBe(1);
  await later(house);
  await moveWhere(house, 0);
  expect(await mailsTo(email)).toBe(1);
  await moveWhere(house, 12);
  expect(await mailsTo(email)).toBe(2);
  await later(house);
  await speaks(conversationId);
  // a token that no notice carried stops nothing, whatever process says so
  const stopBy = (token: string) => refusal(stopNotices({ db: web }, { linkId, token }));
  expect([await stopBy('k1.guessed'), await stopBy('')]).toEqual(['access.linkGone', 'access.linkGone']);
  const [mail] = await db.admin`select sealed_params from guard.outgoing_mail where recipient = ${email} limit 1`;
  const { offToken } = JSON.parse(open(linkKeyring, mail?.sealed_params, 'outgoing-mail').toString('utf8'));
  expect([await stopBy(offToken), await mailsTo(email), await stopBy(offToken)]).toEqual(['fine', 2, 'fine']);
});

test('what a phone sends late, written before the last notice, is told like any other', async () => {
  const house = await makeLinkHouse(db, web);
  await moveWhere(house, 12);
  const email = mailbox();
  await house.give({ email, notifies: true });
  const first = await makeConversation(db.admin, house.workspace.id);
  await speaks(first.conversationId);
  expect(await mailsTo(email)).toBe(1);
  await db.admin`update app.conversation set last_direction = 'out' where id = ${first.conversationId}`;
  await later(house);
  expect(await mailsTo(email)).toBe(1);
  const late = await makeConversation(db.admin, house.workspace.id);
  await db.admin`update app.conversation set last_direction = 'in', last_message_at = clock_timestamp() - interval '1 hour', last_message_id = uuidv7() where id = ${late.conversationId}`;
  expect(await mailsTo(email)).toBe(2);
});

test('a mailbox that many links name hears of a workspace once in a quarter of an hour, however it is written', async () => {
  const house = await makeLinkHouse(db, web);
  const email = mailbox();
  for (const each of [email, email, email.toUpperCase()]) await house.give({ email: each, notifies: true });
  const { conversationId } = await makeConversation(db.admin, house.workspace.id);
  await moveWhere(house, 12);
  await speaks(conversationId);
  const told = async () => {
    await mailsTo(email);
    const rows =
      await db.admin`select 1 from guard.outgoing_mail where lower(recipient) = ${email} and template = 'link-attention'`;
    return rows.length;
  };
  expect([await told(), await told()]).toEqual([1, 1]);
  await later(house);
  await speaks(conversationId);
  expect([await told(), await told()]).toEqual([2, 2]);
});

test('links for which nothing waits keep nobody else from being told', async () => {
  const [quiet, busy] = [await makeLinkHouse(db, web), await makeLinkHouse(db, web)];
  const email = mailbox();
  for (let n = 0; n < 3; n += 1) await quiet.give({ email: mailbox(), notifies: true });
  await busy.give({ email, notifies: true });
  const { conversationId } = await makeConversation(db.admin, busy.workspace.id);
  for (const house of [quiet, busy]) await moveWhere(house, 12);
  await speaks(conversationId);
  const due = await jobs`select workspace_id from guard.links_to_tell(1000)`;
  const workspaces = due.map((row) => row.workspace_id);
  expect([workspaces.includes(busy.workspace.id), workspaces.includes(quiet.workspace.id)]).toEqual([true, false]);
});

test('whoever had the mails of a link before switches nothing of whoever has them now', async () => {
  const house = await makeLinkHouse(db, web);
  const [before, now] = [mailbox(), mailbox()];
  const { linkId } = await house.give({ email: before, notifies: true });
  const { conversationId } = await makeConversation(db.admin, house.workspace.id);
  await moveWhere(house, 12);
  await speaks(conversationId);
  expect(await mailsTo(before)).toBe(1);
  const [mail] = await db.admin`select sealed_params from guard.outgoing_mail where recipient = ${before}`;
  const { offToken } = JSON.parse(open(linkKeyring, mail?.sealed_params, 'outgoing-mail').toString('utf8'));
  await updateLink(house.as(house.ownerPass), { linkId, email: now });
  expect(await refusal(stopNotices({ db: web }, { linkId, token: offToken }))).toBe('access.linkGone');
});

test('a mailbox that stopped its notices is the only one that lifts that: no visitor does, nor an address that goes and comes back', async () => {
  const house = await makeLinkHouse(db, web);
  const [theirs, other] = [mailbox(), mailbox()];
  const { linkId, secret } = await house.give({ email: theirs, notifies: true });
  const { pass } = await house.open({ linkId, secret });
  const { conversationId } = await makeConversation(db.admin, house.workspace.id);
  await moveWhere(house, 12);
  await speaks(conversationId);
  expect(await mailsTo(theirs)).toBe(1);
  const [mail] = await db.admin`select sealed_params from guard.outgoing_mail where recipient = ${theirs}`;
  const token = JSON.parse(open(linkKeyring, mail?.sealed_params, 'outgoing-mail').toString('utf8')).offToken as string;
  const notices = async () => (await getVisit({ db: web }, pass)).notices;
  await stopNotices({ db: web }, { linkId, token });
  expect(await notices()).toBe('stopped');
  expect(await switchNotices({ db: web }, pass, true)).toEqual({ on: false });
  await updateLink(house.as(house.ownerPass), { linkId, email: other });
  expect(await notices()).toBe('on');
  // the token of one mailbox does nothing for another
  expect(await refusal(stopNotices({ db: web }, { linkId, token, again: true }))).toBe('access.linkGone');
  await updateLink(house.as(house.ownerPass), { linkId, email: theirs.toUpperCase() });
  expect(await notices()).toBe('stopped');
  await later(house);
  await speaks(conversationId);
  expect(await mailsTo(theirs.toUpperCase())).toBe(0);
  await stopNotices({ db: web }, { linkId, token, again: true });
  expect(await notices()).toBe('on');
});
