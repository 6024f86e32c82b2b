import { randomUUID } from 'node:crypto';
import { inviteMember, setBlocked } from '@recado/core/access';
import { REFUSED } from '@recado/core/billing/rules';
import { createChannel } from '@recado/core/channels';
import { planMessage, sendMessage } from '@recado/core/conversations';
import { acceptInvitation, getViewer } from '@recado/core/identity';
import type { Ctx } from '@recado/core/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Door, openDoor, openWorld } from '../src/billing/world.ts';
import { makeConversation, makePerson, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { lastLetter, publicCtx, refusalOf, type Seat, sit } from '../src/desk.ts';

let db: TestDatabase;
let door: Door;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
});
afterAll(async () => {
  await door.close();
  await db.drop();
});

const DAY = 86_400;
const TEAM = [
  { priceKey: 'recado_team_v1', quantity: 1 },
  { priceKey: 'recado_team_v1_seat', quantity: 2 },
];
const ports = ({ ctx }: Seat) =>
  ({
    ...ctx,
    ports: { ...ctx.ports, hasSimulator: true, hints: { emitted() {}, changed() {}, queued() {}, wanted() {} } },
  }) as unknown as Ctx;

test('what is refused is the same table in the database', async () => {
  for (const [state, acts] of Object.entries(REFUSED)) {
    const [row] = await db.admin`select guard.refused_acts(${state}) acts`;
    expect([state, new Set(row?.acts as string[])]).toEqual([state, new Set(acts)]);
  }
});

test('in grace nothing changes; then what goes out by itself and what makes it larger stops, people answer by hand, and whoever pays has it all back', async () => {
  // by the clock of the database the renewal is refused today
  const world = await openWorld(db, door, new Date(Date.now() - 32 * DAY * 1000).toISOString());
  const it = await world.subscriber('pm_card_okThenFails', TEAM);
  const boss = await sit(db, it.id, { member: it.owner });
  const agent = await sit(db, it.id, 'agent');
  const { conversationId } = await makeConversation(db.admin, it.id);
  await db.admin`update app.conversation set assignee_id = ${agent.person.id} where id = ${conversationId}`;
  await world.tell('in order');
  const owes = async ({ pass }: Seat) => (await getViewer(publicCtx(db), pass, null)).workspaces[0]?.owes;
  const invite = (email = `${randomUUID()}@recado.test`) => inviteMember(boss.ctx, { email, role: 'agent' });
  const connect = () => createChannel(ports(boss), { name: 'Otro', driver: 'simulator' });
  const plan = (who: Seat) =>
    planMessage(ports(who), {
      ...{ conversationId, clientMessageId: randomUUID(), text: 'Hasta mañana' },
      ...{ at: new Date(Date.now() + 3_600_000).toISOString(), sendsAnyway: false },
    });
  const answer = (who: Seat) =>
    sendMessage(ports(who), { conversationId, clientMessageId: randomUUID(), text: 'Voy' } as never);
  const guest = await makePerson(db.admin);
  expect(await owes(boss)).toBeNull();

  await world.control('clock', { by: 31.5 * DAY });
  await world.tell('in order');
  expect(await world.outcome(it)).toMatchObject({ state: 'grace' });
  expect(await owes(boss)).toMatchObject({ state: 'grace', until: expect.stringMatching(/^\d{4}-/) });
  // of money nobody else is told
  expect(await owes(agent)).toBeNull();
  await invite(guest.email);
  const { id: channelId } = await connect();
  await db.admin`delete from app.channel where id = ${channelId}`;
  const { id: plannedId } = await plan(agent);

  await world.control('clock', { by: 7.5 * DAY });
  await world.tell('in order');
  expect(await world.outcome(it)).toMatchObject({ state: 'restricted', isStopped: false });
  expect(await owes(boss)).toMatchObject({ state: 'restricted', because: 'unpaid' });
  const said = async (work: Promise<unknown>) => await work.catch(({ code, params }) => ({ code, ...params }));
  expect(await said(invite())).toEqual({ code: 'plans.paused', act: 'newPeople', isOwner: 'yes' });
  expect(await said(connect())).toEqual({ code: 'plans.paused', act: 'newNumbers', isOwner: 'yes' });
  expect(await said(plan(agent))).toEqual({ code: 'plans.paused', act: 'planned', isOwner: 'no' });
  const { token } = await lastLetter(db.admin, guest.email);
  const { pass } = await openTestSession(db.web, guest.id);
  const join = () => acceptInvitation(publicCtx(db), pass, null, { token: token as string });
  expect(await refusalOf(join())).toBe('identity.joinPaused');
  // what was planned before waits no longer, with its reason
  await db.admin`update app.planned_message set at = now() - interval '1 minute' where id = ${plannedId}`;
  await db.admin.begin(async (tx) => {
    await tx`set local role recado_jobs`;
    await tx`select guard.enter_system(${it.id}, 'a test')`;
    const [row] =
      await tx`select guard.why_not_author(${conversationId}, ${agent.person.id}) reason, guard.refuses('surveys') surveys, guard.refuses('imports') imports`;
    expect(row).toMatchObject({ reason: 'paused', surveys: { act: 'surveys' }, imports: { act: 'imports' } });
  });
  // by hand everything goes on
  await answer(agent);
  await answer(boss);
  await setBlocked(boss.ctx, { personId: agent.person.id, blocked: true });

  await world.giveCard(it.customer, 'pm_card_visa');
  const { invoices } = await world.billing.fetchState(it.customer);
  for (const { id, status } of invoices)
    if (status === 'open') await world.billing.pay({ invoice: id }, world.request());
  await world.tell('in order');
  expect([await world.outcome(it), await owes(boss)]).toMatchObject([{ state: 'active' }, null]);
  await invite();
  await connect();
  await join();
  await world.close();
});

describe('a grace that ran out', () => {
  test('is over, whether or not anybody came by to write it down', async () => {
    const world = await openWorld(db, door);
    const it = await world.subscriber();
    const boss = await sit(db, it.id, { member: it.owner });
    for (const [until, state] of [
      ['1 hour', 'grace'],
      ['-1 hour', 'restricted'],
    ] as const) {
      await db.admin`
        update guard.billing_account set state = jsonb_build_object('state', 'grace', 'until', now() + ${until}::text::interval)
         where account_id = ${it.accountId}`;
      const [card] = (await getViewer(publicCtx(db), boss.pass, null)).workspaces;
      expect(card?.owes?.state).toBe(state);
      const [row] = await db.admin`select guard.is_refused(${it.accountId}, 'imports') refused`;
      expect(row?.refused).toBe(state === 'restricted');
    }
    await world.close();
  });
});
