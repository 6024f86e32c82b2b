import { randomUUID } from 'node:crypto';
import { getVisit, stopNotices, switchNotices, updateLink } from '@recado/core/access';
import { AppError } from '@recado/core/kernel';
import { tellLinks } from '@recado/core/notifications';
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
  jobs = connect(db.jobsUrl, { name: 'notices', max: 4 });
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
/** Tells everybody who is due; whoever is told on WhatsApp reads how many wait and how to stop it. */
const tell = () =>
  tellLinks(
    {
      ...{ db: jobs, keyring: linkKeyring, clock: { now: () => new Date() }, requestId: 'notices', locale: 'es' },
      ports: { hints: { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} } },
      log: { error() {} },
    } as unknown as Parameters<typeof tellLinks>[0],
    ({ waiting, offToken }) => `${waiting} ${offToken}`,
  );
/** What went to a mailbox once everybody was told who is due. */
async function mailsTo(email: string): Promise<number> {
  await tell();
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
  await updateLink(house.as(house.ownerPass), { linkId, notices: { email: now } });
  const stop = () => refusal(stopNotices({ db: web }, { linkId, token: offToken }));
  expect(await stop()).toBe('access.linkGone');
  // nor once whoever has them now was told
  await later(house);
  await speaks(conversationId);
  expect([await mailsTo(now), await stop()]).toEqual([1, 'access.linkGone']);
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
  await updateLink(house.as(house.ownerPass), { linkId, notices: { email: other } });
  expect(await notices()).toBe('on');
  // the token of one mailbox does nothing for another
  expect(await refusal(stopNotices({ db: web }, { linkId, token, again: true }))).toBe('access.linkGone');
  await updateLink(house.as(house.ownerPass), { linkId, notices: { email: theirs.toUpperCase() } });
  expect(await notices()).toBe('stopped');
  await later(house);
  await speaks(conversationId);
  expect(await mailsTo(theirs.toUpperCase())).toBe(0);
  await stopNotices({ db: web }, { linkId, token, again: true });
  expect(await notices()).toBe('on');
});

/** What the company's numbers have written to a telephone by themselves, oldest first. */
const textsTo = async (house: LinkHouse, phone: string) => {
  await tell();
  return await db.admin`
    select m.body, m.author_kind, m.status, m.channel_id, v.status place, v.unread_count, v.address, c.name from app.message m
      join app.conversation v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
      join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id
      join app.contact_identity i on i.workspace_id = c.workspace_id and i.contact_id = c.id and i.value = ${phone}
     where m.workspace_id = ${house.workspace.id} and m.direction = 'out' order by m.seq`;
};
/** A house by day whose customer waits, and a number of it that is open. */
async function makeBusy() {
  const house = await makeLinkHouse(db, web);
  await moveWhere(house, 12);
  const { conversationId, channelId } = await makeConversation(db.admin, house.workspace.id);
  await db.admin`update app.channel set state = 'open', number = '34911222333' where id = ${channelId}`;
  const phone = `346${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  return { house, conversationId, channelId, phone };
}

test('whom a link is for is told on WhatsApp by the company’s own number, in a thread that leaves nobody anything to do', async () => {
  const { house, conversationId, channelId, phone } = await makeBusy();
  await house.give({ phone: `+${phone.slice(0, 2)} ${phone.slice(2)}` });
  await speaks(conversationId);
  const [text, ...more] = await textsTo(house, phone);
  expect(more).toEqual([]);
  expect(text).toMatchObject({
    author_kind: 'automation',
    status: 0,
    channel_id: channelId,
    place: 'closed',
    name: 'Lucía',
  });
  expect(text).toMatchObject({ unread_count: 0, address: `${phone}@s.whatsapp.net` });
  expect(text?.body).toMatch(/^1 /);
  await later(house);
  await speaks(conversationId);
  // as many as look at once tell once
  await Promise.all([tell(), tell(), tell()]);
  expect(await textsTo(house, phone)).toHaveLength(2);
  await speaks(conversationId);
  expect(await textsTo(house, phone)).toHaveLength(2);
  await later(house);
  await moveWhere(house, 0);
  expect(await textsTo(house, phone)).toHaveLength(2);
});

test('a notice waits until a number of the company is open, and never goes by the number that is told', async () => {
  const { house, conversationId, channelId, phone } = await makeBusy();
  await house.give({ phone });
  await speaks(conversationId);
  const set = (state: string, number: string) =>
    db.admin`update app.channel set state = ${state}, number = ${number} where id = ${channelId}`;
  await set('logged_out', '34911222333');
  expect(await textsTo(house, phone)).toEqual([]);
  await set('open', phone);
  expect(await textsTo(house, phone)).toEqual([]);
  await set('open', '34911222333');
  expect(await textsTo(house, phone)).toHaveLength(1);
});

test('what whoever is told answers to a notice is told to nobody as a customer that waits', async () => {
  const { house, conversationId, phone } = await makeBusy();
  await house.give({ phone });
  await speaks(conversationId);
  expect(await textsTo(house, phone)).toHaveLength(1);
  await db.admin`update app.conversation set last_direction = 'out' where id = ${conversationId}`;
  await db.admin`update app.conversation v set status = 'open', last_direction = 'in', last_message_at = clock_timestamp() from app.contact_identity i
    where v.workspace_id = ${house.workspace.id} and i.workspace_id = v.workspace_id and i.contact_id = v.contact_id and i.value = ${phone}`;
  await later(house);
  expect(await textsTo(house, phone)).toHaveLength(1);
});

test('notices stopped from a telephone come back by the visitor alone, for the company reads what was sent there', async () => {
  const { house, conversationId, phone } = await makeBusy();
  const { linkId, secret } = await house.give({ phone });
  const { pass } = await house.open({ linkId, secret });
  const visit = async () => {
    const { notices, noticesBy } = await getVisit({ db: web }, pass);
    return [notices, noticesBy];
  };
  expect(await visit()).toEqual(['on', 'whatsapp']);
  await speaks(conversationId);
  const [text] = await textsTo(house, phone);
  const token = String(text?.body).slice(2);
  expect(await stopNotices({ db: web }, { linkId, token })).toEqual({ by: 'whatsapp' });
  expect(await visit()).toEqual(['stopped', 'whatsapp']);
  expect(await refusal(stopNotices({ db: web }, { linkId, token, again: true }))).toBe('access.linkGone');
  const as = house.as(house.ownerPass);
  for (const notices of [{ email: mailbox() }, null, { phone }]) await updateLink(as, { linkId, notices });
  expect(await visit()).toEqual(['stopped', 'whatsapp']);
  await later(house);
  await speaks(conversationId);
  expect(await textsTo(house, phone)).toHaveLength(1);
  expect(await switchNotices({ db: web }, pass, true)).toEqual({ on: true });
  expect(await textsTo(house, phone)).toHaveLength(2);
});

test('a notice answers nobody: what its reader wrote as a customer still waits', async () => {
  const { house, conversationId, channelId, phone } = await makeBusy();
  await house.give({ phone });
  const [own] = await db.admin`
    with c as (insert into app.contact (workspace_id, name) values (${house.workspace.id}, 'Marta') returning id),
      i as (insert into app.contact_identity (workspace_id, contact_id, kind, value) select ${house.workspace.id}, id, 'wa_pn', ${phone} from c)
    insert into app.conversation (workspace_id, channel_id, contact_id, address, last_direction, last_message_at, unread_count, last_seq, last_preview)
      select ${house.workspace.id}, ${channelId}, id, ${`${phone}@s.whatsapp.net`}, 'in', clock_timestamp(), 1, 1, '¿Cuánto cuesta?' from c returning id`;
  await speaks(conversationId);
  expect(await textsTo(house, phone)).toHaveLength(1);
  const [left] =
    await db.admin`select status, last_direction, unread_count, last_preview, last_seq from app.conversation where id = ${own?.id}`;
  expect(left).toEqual({
    status: 'open',
    last_direction: 'in',
    unread_count: 1,
    last_preview: '¿Cuánto cuesta?',
    last_seq: '2',
  });
});

test('nothing is spent on a notice that may not go: it goes when it may', async () => {
  const { house, conversationId, phone } = await makeBusy();
  const { linkId } = await house.give({ phone });
  const [contact] =
    await db.admin`with c as (insert into app.contact (workspace_id, name, kind) values (${house.workspace.id}, 'Pepe', 'blocked') returning id)
    insert into app.contact_identity (workspace_id, contact_id, kind, value) select ${house.workspace.id}, id, 'wa_pn', ${phone} from c returning contact_id id`;
  const told = async () => {
    const texts = await textsTo(house, phone);
    const [row] = await db.admin`select notified_at is not null told from guard.access_link where id = ${linkId}`;
    return [texts.length, row?.told];
  };
  await speaks(conversationId);
  expect(await told()).toEqual([0, false]);
  await db.admin`update app.contact set kind = 'customer' where id = ${contact?.id}`;
  const [own] =
    await db.admin`insert into app.conversation (workspace_id, channel_id, contact_id, address, personal_to, personal_id, personal_until)
    select workspace_id, id, ${contact?.id}, '1@lid', ${house.workspace.owner.id}, gen_random_uuid(), now() + interval '5 minutes' from app.channel where workspace_id = ${house.workspace.id} returning id`;
  expect(await told()).toEqual([0, false]);
  await db.admin`update app.conversation set personal_until = null, personal_to = null, personal_id = null where id = ${own?.id}`;
  expect(await told()).toEqual([1, true]);
});

test('a blocked contact is not written to, and nobody is told by mail and on WhatsApp at once', async () => {
  const { house, conversationId, phone } = await makeBusy();
  const { linkId } = await house.give({ phone });
  await db.admin`with c as (insert into app.contact (workspace_id, name, kind) values (${house.workspace.id}, 'Pepe', 'blocked') returning id)
    insert into app.contact_identity (workspace_id, contact_id, kind, value) select ${house.workspace.id}, id, 'wa_pn', ${phone} from c`;
  await speaks(conversationId);
  expect(await textsTo(house, phone)).toEqual([]);
  expect(await refusal(house.give({ phone, email: mailbox(), notifies: true }))).toBe('kernel.invalidInput');
  expect(await refusal(house.give({ phone: '12' }))).toBe('kernel.invalidInput');
  expect(await refusal(house.give({ phone: '+34 12 34 56' }))).toBe('identity.phoneInvalid');
  await updateLink(house.as(house.ownerPass), { linkId, notices: { email: mailbox() } });
  const [row] =
    await db.admin`select notify_email is not null mail, notify_phone from guard.access_link where id = ${linkId}`;
  expect(row).toEqual({ mail: true, notify_phone: null });
});
