import { randomUUID } from 'node:crypto';
import { getVisit, leaveLink, listLinks, revokeLink, revokeLinkDevice, updateLink } from '@recado/core/access';
import { linkRoles } from '@recado/core/access/contract';
import { updateContact } from '@recado/core/contacts';
import { listConversations, listMessages, readChanges, sendMessage } from '@recado/core/conversations';
import { AppError, memberRoles, type Permission, rightsOf } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { sha256 } from '@recado/runtime/crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, makeConversation, makePerson, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { makeLinkHouse } from '../src/links.ts';

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'links', max: 10 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

const refusal = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'fine',
    (error) => (error instanceof AppError ? error.code : (error.code ?? error)),
  );
const GONE = { code: 'identity.sessionEnded', params: { reason: 'link' } };
const everything = async (house: Awaited<ReturnType<typeof makeLinkHouse>>, pass: Buffer, workspaceId?: string) => {
  const ctx = house.as(pass, workspaceId);
  return await Promise.all([
    refusal(listConversations(ctx, {})),
    refusal(readChanges(ctx, { horizon: null, seen: [] })),
    refusal(sendMessage(ctx, { conversationId: randomUUID(), clientMessageId: randomUUID(), text: 'hola' })),
  ]);
};
const allGone = ['identity.sessionEnded', 'identity.sessionEnded', 'identity.sessionEnded'];

test('the database and the statement of rights agree on what each role may give', async () => {
  const level = async (role: string, rights: readonly string[] | null = null) =>
    (await db.admin`select guard.link_level(${role}, ${rights as string[] | null}) level`)[0]?.level as number;
  // whether somebody may give a link of a role never depends on how much of the inbox they see: that is a link's reach
  const needed = (role: string) => rightsOf(role).filter((each) => each !== 'conversations.readAll');
  const most = (own: readonly Permission[]) =>
    linkRoles.reduce((found, role, at) => (needed(role).every((each) => own.includes(each)) ? at + 1 : found), 0);
  for (const role of [...memberRoles, ...linkRoles])
    expect([role, await level(role)]).toEqual([role, most(rightsOf(role))]);
  for (const rights of [
    [],
    ['conversations.read', 'contacts.read', 'channels.read', 'workspace.read'],
    ['workspace.read', 'channels.read', 'contacts.read', 'conversations.read', 'contacts.write'],
    ['workspace.read', 'channels.read', 'contacts.read', 'conversations.read', 'contacts.write', 'conversations.write'],
    ['workspace.read', 'channels.read', 'contacts.read', 'conversations.read', 'workspace.update'],
    [
      'workspace.read',
      'channels.read',
      'contacts.read',
      'conversations.read',
      'contacts.write',
      'conversations.write',
      'workspace.update',
    ],
  ])
    expect([rights, await level('custom', rights)]).toEqual([rights, most(rightsOf('custom', rights))]);
});

describe('a visitor', () => {
  test('reads, answers under the name of the link and edits contacts with agent rights', async () => {
    const house = await makeLinkHouse(db, web);
    const { conversationId, contactId } = await makeConversation(db.admin, house.workspace.id);
    const { pass } = await house.open(await house.give());
    expect(await getVisit({ db: web }, pass)).toMatchObject({
      ...{ name: 'Lucía', role: 'link_agent', notices: null, whiteLabel: true },
      workspace: { id: house.workspace.id, name: 'Company' },
    });
    const ctx = house.as(pass);
    expect(await listConversations(ctx, {})).toMatchObject([{ id: conversationId }]);
    const sent = await sendMessage(ctx, { conversationId, clientMessageId: randomUUID(), text: 'Te llamo hoy' });
    expect(sent.author).toMatchObject({ kind: 'link', name: 'Lucía' });
    expect(await listMessages(ctx, { conversationId })).toMatchObject([{ body: 'Te llamo hoy' }]);
    expect(await updateContact(ctx, { contactId, notes: 'Llamar por la tarde' })).toMatchObject({
      notes: 'Llamar por la tarde',
    });
    const [entry] =
      await db.admin`select actor_kind, action from app.audit_entry where workspace_id = ${house.workspace.id} and action = 'contacts/contact.updated'`;
    expect(entry?.actor_kind).toBe('link');
  });

  test('with read-only rights looks and changes nothing', async () => {
    const house = await makeLinkHouse(db, web);
    const { conversationId, contactId } = await makeConversation(db.admin, house.workspace.id);
    const { pass } = await house.open(await house.give({ role: 'link_read' }));
    const ctx = house.as(pass);
    expect(await listConversations(ctx, {})).toHaveLength(1);
    expect(await refusal(sendMessage(ctx, { conversationId, clientMessageId: randomUUID(), text: 'a' }))).toBe(
      'kernel.forbidden',
    );
    expect(await refusal(updateContact(ctx, { contactId, name: 'Otra' }))).toBe('kernel.forbidden');
  });

  test('sees no other workspace, and no links, whatever they say', async () => {
    const [house, other] = [await makeLinkHouse(db, web), await makeLinkHouse(db, web)];
    const { pass } = await house.open(await house.give({ role: 'link_admin' }));
    expect(await everything(house, pass, other.workspace.id)).toEqual(allGone);
    expect(await refusal(listLinks(house.as(pass), {}))).toBe('kernel.forbidden');
    expect(await refusal(house.give({}, pass))).toBe('kernel.forbidden');
  });

  test('is nobody for whatever speaks of a person or of a session', async () => {
    const house = await makeLinkHouse(db, web);
    const { pass } = await house.open(await house.give({ role: 'link_admin' }));
    for (const call of [
      db.web`select guard.viewer(${pass}, null)`,
      db.web`select guard.list_sessions(${pass}, null)`,
      db.web`select guard.own_means(${pass}, null)`,
      db.web`select guard.enter_staff(${pass}, null)`,
    ])
      await expect(call).rejects.toMatchObject({ code: expect.stringMatching(/^RG00[14]$/) });
  });
});

describe('a link ends', () => {
  test('at the next request after it was revoked, for every device', async () => {
    const house = await makeLinkHouse(db, web);
    const link = await house.give({ maxDevices: 2 });
    const [one, two] = [await house.open(link), await house.open(link)];
    expect(await everything(house, one.pass)).toEqual(['fine', 'fine', 'conversations.notFound']);
    await revokeLink(house.as(house.ownerPass), { linkId: link.linkId });
    for (const { pass } of [one, two]) expect(await everything(house, pass)).toEqual(allGone);
    expect(await refusal(house.open(link))).toBe('access.linkGone');
    await expect(getVisit({ db: web }, one.pass)).rejects.toMatchObject(GONE);
  });

  test('for the device that was shut out alone, whose place is free again', async () => {
    const house = await makeLinkHouse(db, web);
    const link = await house.give({ maxDevices: 1 });
    const one = await house.open(link);
    const [row] = (await listLinks(house.as(house.ownerPass), {})).links;
    expect(row?.devices).toMatchObject([
      { browser: 'Chrome', system: 'Android', deviceType: 'mobile', place: 'ES Madrid' },
    ]);
    await revokeLinkDevice(house.as(house.ownerPass), { linkId: link.linkId, deviceId: row?.devices[0]?.id ?? '' });
    expect(await everything(house, one.pass)).toEqual(allGone);
    const two = await house.open(link);
    expect(await everything(house, two.pass)).toEqual(['fine', 'fine', 'conversations.notFound']);
  });

  test('for a device whose holder leaves, and no other; its place is free, and the link opens again', async () => {
    const house = await makeLinkHouse(db, web);
    const link = await house.give({ maxDevices: 2 });
    const [one, two] = [await house.open(link), await house.open(link)];
    expect(await refusal(house.open(link))).toBe('access.linkFull');
    await leaveLink({ db: web }, one.pass);
    expect(await everything(house, one.pass)).toEqual(allGone);
    await expect(leaveLink({ db: web }, one.pass)).rejects.toMatchObject(GONE);
    expect(await everything(house, two.pass)).toEqual(['fine', 'fine', 'conversations.notFound']);
    expect(await refusal(house.open(link))).toBe('fine');
  });

  test('when its time is over, and lives on when it is prolonged', async () => {
    const house = await makeLinkHouse(db, web);
    const link = await house.give({ days: 7 });
    const { pass } = await house.open(link);
    await db.admin`update guard.access_link set expires_at = clock_timestamp() - interval '1 second' where id = ${link.linkId}`;
    expect(await everything(house, pass)).toEqual(allGone);
    expect(await refusal(house.open(link))).toBe('access.linkGone');
    expect((await listLinks(house.as(house.ownerPass), {})).links[0]).toMatchObject({ isOver: true, worth: null });
    await updateLink(house.as(house.ownerPass), {
      linkId: link.linkId,
      days: null,
      name: 'Lucía y su socio',
      maxDevices: 2,
    });
    expect((await everything(house, pass))[0]).toBe('fine');
    expect((await listLinks(house.as(house.ownerPass), {})).links[0]).toMatchObject({
      name: 'Lucía y su socio',
      expiresAt: null,
      maxDevices: 2,
    });
  });

  test('with the plan that had links', async () => {
    const house = await makeLinkHouse(db, web);
    const { pass } = await house.open(await house.give());
    await db.jobs`select guard.set_plan(${house.workspace.accountId}, 'pro', 1, 'a test', 'no links any more', null)`;
    expect(await everything(house, pass)).toEqual(allGone);
    await expect(house.give()).rejects.toMatchObject({ code: 'access.linksNotInPlan', params: { plan: 'agency' } });
  });
});

describe('whoever gave it', () => {
  const roleOf = async (pass: Buffer) => (await getVisit({ db: web }, pass).catch(() => null))?.role ?? 'ended';
  const givenBy = async (role = 'admin') => {
    const house = await makeLinkHouse(db, web);
    const granter = await makePerson(db.admin);
    await addMember(db.admin, house.workspace.id, granter, role);
    const { pass: own } = await openTestSession(db.web, granter.id);
    const { pass } = await house.open(await house.give({ role: 'link_admin' }, own));
    const set = (columns: Record<string, unknown>) =>
      db.admin`update app.member set ${db.admin(columns)} where workspace_id = ${house.workspace.id} and person_id = ${granter.id}`;
    return { house, granter, pass, set };
  };

  test('takes from the link what is taken from them, at the next request, and gives it back', async () => {
    const { house, pass, set } = await givenBy();
    const { conversationId } = await makeConversation(db.admin, house.workspace.id);
    const seen: string[] = [];
    for (const role of ['admin', 'manager', 'agent', 'viewer', 'admin']) {
      await set({ role });
      seen.push(await roleOf(pass));
    }
    expect(seen).toEqual(['link_admin', 'link_agent', 'link_agent', 'link_read', 'link_admin']);
    await set({ role: 'viewer' });
    const send = sendMessage(house.as(pass), { conversationId, clientMessageId: randomUUID(), text: 'a' });
    expect(await refusal(send)).toBe('kernel.forbidden');
  });

  test('whose own view narrows narrows the link’s: what is somebody’s is not the link’s to see', async () => {
    const { house, pass, set } = await givenBy();
    const [mine, free] = [
      await makeConversation(db.admin, house.workspace.id),
      await makeConversation(db.admin, house.workspace.id),
    ];
    await db.admin`update app.conversation set assignee_id = ${house.workspace.owner.id} where id = ${mine.conversationId}`;
    await db.admin`update app.workspace set visibility = 'own_unassigned' where id = ${house.workspace.id}`;
    expect(await listConversations(house.as(pass), {})).toHaveLength(2);
    await set({ role: 'agent' });
    expect(await listConversations(house.as(pass), {})).toMatchObject([{ id: free.conversationId }]);
  });

  test('takes it along when they are blocked, removed or shut out', async () => {
    const { pass, set, granter, house } = await givenBy();
    await set({ blocked_at: new Date() });
    expect(await roleOf(pass)).toBe('ended');
    await set({ blocked_at: null });
    expect(await roleOf(pass)).toBe('link_admin');
    await db.admin`update guard.account set disabled_at = clock_timestamp() where person_id = ${granter.id}`;
    expect(await roleOf(pass)).toBe('ended');
    await db.admin`update guard.account set disabled_at = null where person_id = ${granter.id}`;
    await db.admin`delete from app.member where workspace_id = ${house.workspace.id} and person_id = ${granter.id}`;
    expect(await everything(house, pass)).toEqual(allGone);
  });

  test('gives no more than they have, only with a fresh proof, and never in somebody else’s name', async () => {
    const house = await makeLinkHouse(db, web);
    for (const role of ['manager', 'agent', 'viewer']) {
      const person = await makePerson(db.admin);
      await addMember(db.admin, house.workspace.id, person, role);
      const { pass } = await openTestSession(db.web, person.id);
      expect(await refusal(house.give({ role: 'link_read' }, pass))).toBe('kernel.forbidden');
    }
    const maker = await makePerson(db.admin);
    const rights = [
      'links.write',
      'workspace.read',
      'channels.read',
      'contacts.read',
      'conversations.read',
      'conversations.readAll',
    ];
    const [custom] =
      await db.admin`insert into app.custom_role (workspace_id, name, permissions) values (${house.workspace.id}, 'Enlaces', ${rights}) returning id`;
    await db.admin`insert into app.member (workspace_id, person_id, role, custom_role_id, name, email)
      values (${house.workspace.id}, ${maker.id}, 'custom', ${custom?.id}, 'Member', ${maker.email})`;
    const { pass } = await openTestSession(db.web, maker.id);
    expect(await refusal(house.give({ role: 'link_read' }, pass))).toBe('fine');
    expect(await refusal(house.give({ role: 'link_agent' }, pass))).toBe('access.linkAboveYou');
    const { linkId } = await house.give({ role: 'link_agent' });
    // who may give less may not prolong more either
    expect(await refusal(updateLink(house.as(pass), { linkId, days: 365 }))).toBe('42501');
    await db.admin`update guard.session set stepup_at = null where id = guard.pass_session(${house.ownerPass})`;
    expect(await refusal(house.give())).toBe('identity.stepUpNeeded');
    expect(await refusal(updateLink(house.as(house.ownerPass), { linkId, days: 365 }))).toBe('identity.stepUpNeeded');
    const borrowed = await openTestSession(db.admin, house.workspace.owner.id, { kind: 'impersonation', epoch: 0 });
    await db.admin`update guard.session set may_write = true where id = ${borrowed.sessionId}`;
    expect(await refusal(house.give({}, borrowed.pass))).not.toBe('fine');
    expect(await refusal(revokeLink(house.as(borrowed.pass), { linkId }))).not.toBe('fine');
    expect((await listLinks(house.as(house.ownerPass), {})).links.map(({ id }) => id)).toContain(linkId);
  });

  test('reaches no link of another workspace', async () => {
    const [house, other] = [await makeLinkHouse(db, web), await makeLinkHouse(db, web)];
    const { linkId } = await other.give();
    const ctx = house.as(house.ownerPass);
    for (const call of [() => revokeLink(ctx, { linkId }), () => updateLink(ctx, { linkId, name: 'Mío' })])
      expect(await refusal(call())).toBe('access.linkNotFound');
    expect((await listLinks(ctx, {})).links).toEqual([]);
  });
});

describe('the exchange', () => {
  test('lets in exactly as many devices as the link says when fifty come at once', async () => {
    const house = await makeLinkHouse(db, web);
    const link = await house.give({ maxDevices: 3 });
    const came = await Promise.all(Array.from({ length: 50 }, () => refusal(house.open(link))));
    expect(came.filter((each) => each === 'fine')).toHaveLength(3);
    expect(came.filter((each) => each === 'access.linkFull')).toHaveLength(47);
    const [row] = (await listLinks(house.as(house.ownerPass), {})).links;
    expect([row?.devices.length, row?.opens]).toEqual([3, 3]);
    await expect(house.open(link)).rejects.toMatchObject({ params: { ask: 'Member' } });
  });

  test('knows a browser that has been let in, whose tabs are one device', async () => {
    const house = await makeLinkHouse(db, web);
    const link = await house.give({ pin: '4821' });
    const first = await house.open(link, { pin: '4821' });
    const again = await Promise.all([
      house.open(link, { held: first.secret }),
      house.open(link, { held: first.secret }),
    ]);
    expect(again.map(({ secret }) => secret)).toEqual([first.secret, first.secret]);
    expect(await refusal(house.open(link, { pin: '4821' }))).toBe('access.linkFull');
  });

  test('binds the device: its secret is worth nothing in another browser, and the link’s is no pass', async () => {
    const house = await makeLinkHouse(db, web);
    const link = await house.give();
    const { secret } = await house.open(link);
    const { readLinkPass } = await import('@recado/core/access');
    const elsewhere = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
    expect(await everything(house, readLinkPass(link.linkId, secret, { userAgent: elsewhere }) as Buffer)).toEqual(
      allGone,
    );
    expect(await everything(house, readLinkPass(link.linkId, link.secret, { userAgent: '' }) as Buffer)).toEqual(
      allGone,
    );
  });

  test('answers alike for a wrong secret, no such link and another link’s id', async () => {
    const house = await makeLinkHouse(db, web);
    const [one, two] = [await house.give(), await house.give({ pin: '1234' })];
    for (const link of [
      { linkId: one.linkId, secret: two.secret },
      { linkId: two.linkId, secret: 'guessed' },
      { linkId: randomUUID(), secret: one.secret },
      { linkId: 'no id', secret: one.secret },
    ])
      await expect(house.open(link)).rejects.toMatchObject({ code: 'access.linkGone', params: {} });
  });

  test('gives a device five wrong PINs an hour and the link twenty a day, and tells its granter once', async () => {
    const house = await makeLinkHouse(db, web);
    const link = await house.give({ pin: '4821', maxDevices: 10 });
    expect(await refusal(house.open(link))).toBe('access.linkPinNeeded');
    const tried = async (who: string, pin = '0000') => await refusal(house.open(link, { pin, who }));
    const wrong = 'access.linkPinWrong';
    for (let n = 0; n < 4; n++) expect(await tried('one')).toBe(wrong);
    // the last one says at once that it was the last
    expect(await tried('one')).toBe('access.linkPinLocked');
    expect(await tried('one', '4821')).toBe('access.linkPinLocked');
    expect(await tried('two', '4821')).toBe('fine');
    // fifteen that come at once from fifteen others are counted one by one, and the last of them says so
    const storm = await Promise.all(Array.from({ length: 30 }, (_, n) => tried(`other ${n}`)));
    expect(storm.filter((each) => each === wrong)).toHaveLength(14);
    expect(await tried('three', '4821')).toBe('access.linkPinLocked');
    const told =
      await db.admin`select count(*)::int n from guard.outgoing_mail where template = 'link-pin-guessed' and recipient = ${house.workspace.owner.email}`;
    expect(told[0]?.n).toBe(1);
  });
});

test('a PIN that is nothing at all is a wrong one', async () => {
  const house = await makeLinkHouse(db, web);
  const link = await house.give({ pin: '4821' });
  const [row] = await web`
    select outcome from guard.exchange_link(${link.linkId}, ${sha256(link.secret)}, array[null]::bytea[], ${sha256(randomUUID())}, null,
      ${sha256('who')}, 'Chrome', 'Android', 'mobile', null, null)`;
  expect(row?.outcome).toBe('wrongPin');
});

test.each(['archived_at', 'deleted_at', 'deactivated_at'])('a workspace with %s lets no visitor in', async (column) => {
  const house = await makeLinkHouse(db, web);
  const { pass } = await house.open(await house.give());
  await db.admin.unsafe(`update app.workspace set ${column} = now() where id = '${house.workspace.id}'`);
  expect(await everything(house, pass)).toEqual(allGone);
});

test('twelve at once take the last place for a link once, round after round', async () => {
  const wide = connect(db.webUrl, { name: 'many links', max: 12 });
  try {
    const house = await makeLinkHouse(db, wide);
    const { id } = house.workspace;
    await db.admin`
      insert into guard.access_link (workspace_id, name, role, secret_hash, granted_by)
      select ${id}, 'L' || n, 'link_read', sha256(convert_to(${id} || n::text, 'UTF8')), ${house.workspace.owner.id} from generate_series(1, 99) n`;
    // connections that are open already, so that all come at the same moment
    await Promise.all(Array.from({ length: 12 }, () => wide`select pg_sleep(0.05)`));
    for (let round = 0; round < 12; round += 1) {
      const tries = await Promise.allSettled(Array.from({ length: 12 }, () => house.give({ name: 'Last' })));
      const refused = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
      for (const error of refused)
        expect(error).toMatchObject({ code: 'access.tooManyLinks', params: { limit: 100, used: 100 } });
      expect(refused).toHaveLength(11);
      await db.admin`delete from guard.access_link where workspace_id = ${id} and name = 'Last'`;
    }
  } finally {
    await wide.end({ timeout: 1 });
  }
});
