import { randomUUID } from 'node:crypto';
import { inviteMember, listPeople, setBlocked } from '@recado/core/access';
import {
  callOffDescent,
  cancelSubscription,
  goDown,
  listChoices,
  previewUpgrade,
  readBilling,
  startCheckout,
  upgradePlan,
} from '@recado/core/billing';
import { proposeKeep } from '@recado/core/billing/rules';
import { connectChannel, listChannels } from '@recado/core/channels';
import { createContact } from '@recado/core/contacts';
import { getViewer } from '@recado/core/identity';
import type { Ctx } from '@recado/core/kernel';
import { presetOf } from '@recado/core/plans/rules';
import { deleteWorkspace } from '@recado/core/workspaces';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BilledWorkspace, type Door, openDoor, openWorld, type World } from '../src/billing/world.ts';
import { addMember } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { addWorkspace, publicCtx, refusalOf, type Seat, sit } from '../src/desk.ts';

let db: TestDatabase;
let door: Door;
let world: World;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
});
afterAll(async () => {
  await door.close();
  await db.drop();
});
beforeEach(async () => {
  world = await openWorld(db, door);
  await db.admin`delete from jobs.outbox`;
  return () => world.close();
});

const one = (priceKey: string) => [{ priceKey, quantity: 1 }];
const till = () => ({ provider: world.billing, publicUrl: 'http://localhost:4300' });
const byClock = ({ ctx }: Seat) =>
  ({
    ...ctx,
    clock: { now: world.now },
    ports: { ...ctx.ports, hasSimulator: true, hints: { ...ctx.ports.hints, wanted: () => {} } },
  }) as Ctx;
const number = async (workspaceId: string, name: string) =>
  (
    await db.admin`insert into app.channel (workspace_id, name, driver, wanted, state) values (${workspaceId}, ${name}, 'simulator', 'open', 'open') returning id`
  )[0]?.id as string;

/** An agency that is paid for, with two businesses, three numbers and three people. */
async function agency(plan = 'recado_agency_v1') {
  const it: BilledWorkspace = await world.subscriber('pm_card_visa', one(plan));
  await world.tell('in order');
  const second = await addWorkspace(db.admin, it.accountId);
  await addMember(db.admin, second, it.owner, 'owner');
  const numbers = [await number(it.id, 'Uno'), await number(it.id, 'Dos'), await number(second, 'Tres')];
  const boss = byClock(await sit(db, it.id, { member: it.owner }));
  const bea = await sit(db, it.id, 'agent');
  const carlos = await sit(db, it.id, 'manager');
  await addMember(db.admin, second, carlos.person, 'agent');
  return { ...it, second, numbers, boss, bea, carlos };
}
type Agency = Awaited<ReturnType<typeof agency>>;
const keepOf = async ({ boss, owner, id }: Agency, plan: string) => {
  const { choices } = await listChoices(boss, {});
  const to = presetOf('recado').plans.find((each) => each.plan === plan);
  if (!to) throw new Error(plan);
  return proposeKeep(to, choices, { personId: owner.id, workspaceId: id });
};
const stateOf = async ({ accountId }: Agency) => {
  const rows = await db.admin`
    select 'workspace' kind, w.id, w.frozen_at is not null frozen from app.workspace w where w.account_id = ${accountId}
    union all select 'number', h.id, h.frozen_at is not null from app.channel h join app.workspace w on w.id = h.workspace_id where w.account_id = ${accountId}
    union all select 'person', m.person_id, bool_or(m.frozen_at is not null) from app.member m join app.workspace w on w.id = m.workspace_id
      where w.account_id = ${accountId} group by m.person_id`;
  return new Set(rows.filter(({ frozen }) => frozen).map(({ id }) => id as string));
};
const planned = async ({ customer }: Agency) =>
  (await world.billing.fetchState(customer)).subscription?.planned?.lines.map(({ priceKey }) => priceKey) ?? null;

test('an owner goes down with the next period: what was chosen stays, the rest is frozen in that moment, and going up thaws it', async () => {
  const it = await agency();
  const { boss, second, numbers, bea, carlos } = it;
  const [uno, dos, tres] = numbers as [string, string, string];
  const keep = await keepOf(it, 'starter');
  expect(keep).toEqual({ workspaces: [it.id], numbers: [uno], people: [it.owner.id] });
  // another number than what was proposed
  expect(await goDown(boss, till(), { plan: 'starter', keep: { ...keep, numbers: [dos] } })).toMatchObject({
    ...{ kind: 'planned', at: new Date('2026-02-10T10:00:00Z') },
  });
  await world.work();
  expect(await planned(it)).toEqual(['recado_starter_v1']);
  expect(await listChoices(boss, {})).toMatchObject({ descent: { plan: 'starter', keep: { numbers: [dos] } } });
  expect(await stateOf(it)).toEqual(new Set());

  await world.advance('2026-02-10T14:00:00Z');
  await world.tell('in order');
  expect(await world.outcome(it)).toMatchObject({ plan: 'starter', state: 'active', isStopped: false });
  expect(await stateOf(it)).toEqual(new Set([second, uno, tres, bea.person.id, carlos.person.id]));
  expect((await listChoices(boss, {})).descent).toBeNull();
  // a business that rests is read and not written
  const away = { ...boss, workspaceId: second } as Ctx;
  await listChannels(away, {});
  expect(await refusalOf(createContact(away, { name: 'Lupe', phones: ['612 34 56 78'] }))).toBe(
    'kernel.workspaceClosed',
  );
  expect((await db.admin`select 1 from app.channel where id in (${uno}, ${tres}) and wanted = 'open'`).length).toBe(0);
  expect((await db.admin`select 1 from app.channel where id = ${dos} and wanted = 'open'`).length).toBe(1);
  // a number that rests is connected by nobody, whatever asks
  expect((await listChannels(boss, {})).map(({ isFrozen }) => isFrozen)).toEqual([true, false]);
  expect(await refusalOf(connectChannel(boss, { channelId: uno }))).toBe('channels.isFrozen');
  await expect(db.admin`update app.channel set wanted = 'open' where id = ${uno}`).rejects.toThrow(
    'channel_frozen_check',
  );
  // whoever has no place does not get in, is told, and is let in by nobody
  expect(await refusalOf(listPeople(bea.ctx, {}))).toBe('kernel.workspaceNotFound');
  expect(await getViewer(publicCtx(db), bea.pass, null)).toMatchObject({ workspaces: [], frozenOutOf: ['Company'] });
  expect((await listPeople(boss, {})).people.filter(({ isFrozen }) => isFrozen)).toHaveLength(2);
  expect(await refusalOf(setBlocked(boss, { personId: bea.person.id, blocked: false }))).toBe('access.isFrozen');
  expect(await refusalOf(inviteMember(boss, { email: 'otra@recado.test', role: 'agent' }))).toBe('plans.limitReached');

  const preview = await previewUpgrade(boss, till(), { plan: 'team' });
  const input = { plan: 'team', at: preview.at.toISOString(), request: randomUUID() };
  expect(await upgradePlan(boss, till(), input)).toMatchObject({ kind: 'done' });
  await world.tell('in order');
  expect(await stateOf(it)).toEqual(new Set());
  await listPeople(bea.ctx, {});
  // what was said was for all who came back
  expect((await readBilling(boss, {})).invoices[0]?.totalCents).toBe(preview.totalCents);
  expect((await readBilling(boss, {})).seats).toMatchObject({ paid: 3, used: 3 });
  await connectChannel(boss, { channelId: uno });
});

describe('until it happens', () => {
  test('it is taken back, and so does whoever goes up or cancels', async () => {
    const it = await agency();
    const { boss } = it;
    const keep = await keepOf(it, 'starter');
    await goDown(boss, till(), { plan: 'starter', keep });
    await world.work();
    await callOffDescent(boss, till(), {});
    await world.work();
    expect(await planned(it)).toBeNull();
    const left = async () =>
      (await db.admin`select 1 from guard.plan_descent where account_id = ${it.accountId}`).length;
    expect(await left()).toBe(0);
    await goDown(boss, till(), { plan: 'pro', keep: await keepOf(it, 'pro') });
    await world.work();
    expect(await planned(it)).toEqual(['recado_pro_v1']);
    await cancelSubscription(boss, till(), { request: randomUUID() });
    await world.tell('in order');
    expect(await readBilling(boss, {})).toMatchObject({ subscription: { isEnding: true } });
    expect([await planned(it), await left()]).toEqual([null, 0]);
    await expect(goDown(boss, till(), { plan: 'starter', keep })).rejects.toMatchObject({ code: 'billing.isEnding' });
    await world.advance('2026-02-10T14:00:00Z');
    await world.tell('in order');
    expect(await stateOf(it)).toEqual(new Set());
  });

  test("nobody chooses more than there is room for, what is another's, a number apart from its business, or themselves away", async () => {
    const it = await agency();
    const other = await agency();
    const keep = await keepOf(it, 'starter');
    const [uno, dos, tres] = it.numbers as [string, string, string];
    for (const [wrong, name] of [
      [{ ...keep, numbers: [uno, dos] }, 'numbers'],
      [{ ...keep, numbers: [other.numbers[0] as string] }, 'numbers'],
      [{ ...keep, numbers: [tres] }, 'numbersApart'],
      [{ ...keep, workspaces: [] }, 'workspaces'],
      [{ ...keep, workspaces: [other.id] }, 'workspaces'],
      [{ ...keep, people: [it.bea.person.id] }, 'self'],
    ] as const)
      await expect(goDown(it.boss, till(), { plan: 'starter', keep: wrong as never })).rejects.toMatchObject({
        ...{ code: 'billing.keepWrong', params: { name } },
      });
    for (const plan of ['agency', 'enterprise', 'trial', 'nothing'])
      await expect(goDown(it.boss, till(), { plan, keep })).rejects.toMatchObject({ code: 'plans.unknownPlan' });
    expect(await refusalOf(goDown(byClock(it.carlos), till(), { plan: 'starter', keep }))).toBe('kernel.forbidden');
  });
});

test('whoever buys a plan that has no room for what is there says what stays before, and is told by mail, once, that the rest rests', async () => {
  const it = await agency();
  const { boss } = it;
  await world.stripe.subscriptions.cancel(await world.subscriptionOf(it.customer));
  await world.tell('in order');
  await db.admin`update guard.billing_account set trial_ends_at = '2026-01-09T10:00:00Z' where account_id = ${it.accountId}`;
  const buy = (more: object = {}) => startCheckout(boss, till(), { plan: 'starter', request: randomUUID(), ...more });
  await expect(buy()).rejects.toMatchObject({ code: 'billing.keepNeeded' });
  const keep = await keepOf(it, 'starter');
  const [uno, dos, tres] = it.numbers as [string, string, string];
  const chosen = { ...keep, numbers: [dos] };
  await expect(buy({ keep: { ...keep, numbers: [uno, dos] } })).rejects.toMatchObject({ code: 'billing.keepWrong' });
  const { url } = await buy({ keep: chosen });
  await world.pay(url, 'pm_card_visa');
  await world.tell('in order');
  await world.tell('three times');
  expect(await world.outcome(it)).toMatchObject({ plan: 'starter', state: 'active' });
  const frozen = await stateOf(it);
  expect([frozen.has(uno), frozen.has(dos), frozen.has(tres), frozen.has(it.second)]).toEqual([
    true,
    false,
    true,
    true,
  ]);
  const mails =
    await db.admin`select 1 from guard.outgoing_mail where recipient = ${it.owner.email} and template = 'plan-frozen'`;
  expect(mails).toHaveLength(1);
});

test('whoever goes to the till with something bought already leaves what was chosen before as it is', async () => {
  const it = await agency();
  const chosen = async () =>
    (await db.admin`select plan, called_off_at from guard.plan_descent where account_id = ${it.accountId}`).map(
      ({ plan, called_off_at }) => [plan, called_off_at],
    );
  const visit = (plan: string, keep?: Awaited<ReturnType<typeof keepOf>>) =>
    refusalOf(startCheckout(it.boss, till(), { plan, request: randomUUID(), ...(keep && { keep }) }));
  expect(await visit('starter', await keepOf(it, 'starter'))).toBe('billing.alreadySubscribed');
  expect(await chosen()).toEqual([]);
  await goDown(it.boss, till(), { plan: 'pro', keep: await keepOf(it, 'pro') });
  expect(await visit('starter', await keepOf(it, 'starter'))).toBe('billing.alreadySubscribed');
  expect(await visit('agency')).toBe('billing.alreadySubscribed');
  expect(await chosen()).toEqual([['pro', null]]);
});

test('what comes from elsewhere keeps the oldest, somebody who runs it among them, and thaws by hand too', async () => {
  const it = await agency();
  const subscription = await world.subscriptionOf(it.customer);
  await world.billing.change({ subscription, lines: one('recado_starter_v1'), when: 'now', at: null }, world.request());
  await world.tell('in order');
  const [uno, dos, tres] = it.numbers as [string, string, string];
  expect(await stateOf(it)).toEqual(new Set([it.second, dos, tres, it.bea.person.id, it.carlos.person.id]));
  expect(uno).toBeTruthy();
  const acts = await db.admin`
    select detail from app.audit_entry where workspace_id = ${it.id} and action = 'billing/account.fitted'`;
  expect(acts).toMatchObject([{ detail: { workspaces: 1, numbers: 2, people: 2, thawed: 0 } }]);
  await db.admin`select guard.set_plan(${it.accountId}, 'agency', 1, 'staff', 'a promise', null)`;
  expect(await stateOf(it)).toEqual(new Set());
});

test('what rests comes back when there is room for it: a business that is deleted gives its place to another', async () => {
  const it = await agency();
  const subscription = await world.subscriptionOf(it.customer);
  await world.billing.change({ subscription, lines: one('recado_starter_v1'), when: 'now', at: null }, world.request());
  await world.tell('in order');
  expect((await stateOf(it)).has(it.second)).toBe(true);
  const [row] = await db.admin`select name from app.workspace where id = ${it.id}`;
  await deleteWorkspace(it.boss, { name: row?.name });
  expect((await stateOf(it)).has(it.second)).toBe(false);
  await listChannels({ ...it.boss, workspaceId: it.second } as Ctx, {});
});

test('whom a plan had no place for gets in again on one that counts people by workspace', async () => {
  const it = await agency();
  await db.admin`insert into guard.plan_version (plan, version, body) select 'agency', 9000 + ${Math.floor(Math.random() * 1000)}, jsonb_set(body, '{seats,per}', '"workspace"')
    from guard.plan_version where plan = 'agency' and version = 1`;
  const [version] = await db.admin`select max(version) v from guard.plan_version where plan = 'agency'`;
  await db.admin`select guard.set_plan(${it.accountId}, 'starter', 1, 'staff', 'going down', null)`;
  await db.admin`select guard.fit_account(${it.accountId}, null, false)`;
  expect((await stateOf(it)).has(it.bea.person.id)).toBe(true);
  await db.admin`select guard.set_plan(${it.accountId}, 'agency', ${version?.v}, 'staff', 'up again', null)`;
  expect(await stateOf(it)).toEqual(new Set());
  await listPeople(it.bea.ctx, {});
});

test('an owner who was shut out by the staff does not take the place of one who gets in', async () => {
  const it = await agency();
  const dana = await sit(db, it.id, 'owner');
  await addMember(db.admin, it.second, dana.person, 'owner');
  await db.admin`select guard.set_disabled(${it.owner.id}, true)`;
  await db.admin`select guard.set_plan(${it.accountId}, 'starter', 1, 'staff', 'going down', null)`;
  await db.admin`select guard.fit_account(${it.accountId}, null, false)`;
  const frozen = await stateOf(it);
  expect([frozen.has(it.owner.id), frozen.has(dana.person.id)]).toEqual([true, false]);
  await listPeople(dana.ctx, {});
});

test('while something is tried one goes down and up at once, and pays nothing for it', async () => {
  const it = await agency();
  const { customer } = it;
  const subscription = await world.subscriptionOf(customer);
  await world.stripe.subscriptions.cancel(subscription);
  const { data } = await world.stripe.prices.list({ lookup_keys: ['recado_agency_v1'] });
  await world.stripe.subscriptions.create({
    ...{ customer, items: [{ price: data[0]?.id as string }] },
    trial_end: Math.floor(new Date('2026-01-24T10:00:00Z').getTime() / 1000),
  });
  await world.tell('in order');
  const before = (await world.billing.fetchState(customer)).invoices.length;
  expect(await goDown(it.boss, till(), { plan: 'starter', keep: await keepOf(it, 'starter') })).toMatchObject({
    kind: 'done',
  });
  await world.work();
  await world.tell('in order');
  expect(await world.outcome(it)).toMatchObject({ plan: 'starter', state: 'trial' });
  expect((await stateOf(it)).size).toBe(5);
  expect((await world.billing.fetchState(customer)).invoices).toHaveLength(before);
  // and up again, for nothing as well
  const preview = await previewUpgrade(it.boss, till(), { plan: 'team' });
  expect(preview).toMatchObject({ dueCents: 0, totalCents: 0, lines: [] });
  const input = { plan: 'team', at: preview.at.toISOString(), request: randomUUID() };
  expect(await upgradePlan(it.boss, till(), input)).toMatchObject({ kind: 'done' });
  await world.tell('in order');
  expect(await world.outcome(it)).toMatchObject({ plan: 'team', state: 'trial' });
  expect((await stateOf(it)).size).toBe(0);
  expect((await world.billing.fetchState(customer)).invoices).toHaveLength(before);
});
