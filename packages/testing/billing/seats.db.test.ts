import { randomUUID } from 'node:crypto';
import { inviteMember, listPeople, removeMember, setBlocked } from '@recado/core/access';
import { followOrder, previewSeats, readBilling, setSeats } from '@recado/core/billing';
import type { BillingProvider } from '@recado/core/billing/contract';
import { acceptInvitation } from '@recado/core/identity';
import type { Ctx } from '@recado/core/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type BilledWorkspace, type Door, openDoor, openWorld, type World } from '../src/billing/world.ts';
import { addMember, makePerson, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { lastLetter, publicCtx, sit } from '../src/desk.ts';

let db: TestDatabase;
let door: Door;
let world: World;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
  world = await openWorld(db, door);
});
afterAll(async () => {
  await world.close();
  await door.close();
  await db.drop();
});
beforeEach(async () => {
  await db.admin`delete from jobs.outbox`;
});

const one = (priceKey: string, quantity = 1) => ({ priceKey, quantity });
const TEAM = [one('recado_team_v1'), one('recado_team_v1_seat', 2)];
/** A business on Team that pays for three. */
async function team(): Promise<BilledWorkspace> {
  const it = await world.subscriber('pm_card_visa', TEAM);
  await world.tell('in order');
  return it;
}
/** For how many people the provider is paid now, and from the next period on. */
async function paidFor({ customer }: BilledWorkspace): Promise<[now: number, next: number]> {
  const { subscription } = await world.billing.fetchState(customer);
  const of = (lines: { priceKey: string; quantity: number }[] = []) =>
    1 + (lines.find(({ priceKey }) => priceKey === 'recado_team_v1_seat')?.quantity ?? 0);
  const now = of(subscription?.items);
  return [now, subscription?.planned ? of(subscription.planned.lines) : now];
}
const invoicesOf = async ({ customer }: BilledWorkspace) => (await world.billing.fetchState(customer)).invoices;
const join = async ({ id }: BilledWorkspace) => {
  const person = await makePerson(db.admin);
  await addMember(db.admin, id, person, 'agent');
  return person;
};
const leave = async ({ id }: BilledWorkspace, person: { id: string }) =>
  db.admin`delete from app.member where workspace_id = ${id} and person_id = ${person.id}`;
const till = () => ({ provider: world.billing, publicUrl: 'http://localhost:4300' });
/** The owner in front of the business, by the provider's clock. */
async function ownerOf(it: BilledWorkspace): Promise<Ctx> {
  const { ctx } = await sit(db, it.id, { member: it.owner });
  return { ...ctx, clock: { now: world.now } } as Ctx;
}

test('whoever comes beyond the seats that are paid raises them at once, and whoever goes lowers them for the next period', async () => {
  const it = await team();
  const boss = await ownerOf(it);
  expect((await listPeople(boss, {})).seats).toMatchObject({ used: 1, nextCents: 0 });
  for (const [, count] of [1, 2].entries()) {
    await join(it);
    await world.work();
    expect(await paidFor(it)).toEqual([3, 3]);
    expect((await listPeople(boss, {})).seats.nextCents).toBe(count === 1 ? 0 : 2900);
  }

  // invited, which is what was confirmed, and paid for once it is taken up
  const guest = await makePerson(db.admin);
  await inviteMember(boss, { email: guest.email, role: 'agent' });
  await world.work();
  expect(await paidFor(it)).toEqual([3, 3]);
  const { token } = await lastLetter(db.admin, guest.email);
  const { pass } = await openTestSession(db.web, guest.id);
  await acceptInvitation(publicCtx(db), pass, null, { token: token as string });
  await world.work();
  expect(await paidFor(it)).toEqual([4, 4]);
  const [invoice] = await invoicesOf(it);
  // the whole of a period that has just begun
  expect(invoice).toMatchObject({ status: 'paid', reason: 'subscription_update', totalCents: 2900 });

  await setBlocked(boss, { personId: guest.id, blocked: true });
  await world.work();
  expect(await paidFor(it)).toEqual([4, 3]);
  await setBlocked(boss, { personId: guest.id, blocked: false });
  await world.work();
  expect(await paidFor(it)).toEqual([4, 4]);
  await removeMember(boss, { personId: guest.id, heirId: null });
  await world.work();
  expect(await paidFor(it)).toEqual([4, 3]);
  expect(await invoicesOf(it)).toHaveLength(2);
  // never below what the plan takes, and nothing is given back
  await db.admin`delete from app.member where workspace_id = ${it.id} and role = 'agent'`;
  await world.work();
  expect(await paidFor(it)).toEqual([4, 3]);
  await world.advance('2026-02-10T14:00:00Z');
  await world.tell('in order');
  expect(await paidFor(it)).toEqual([3, 3]);
  expect((await invoicesOf(it)).map(({ creditedCents }) => creditedCents)).toEqual([0, 0, 0]);
});

test('a hundred times: however many come and go at once and however many look after it, the seats end as many as the people', async () => {
  const busy = await Promise.all(Array.from({ length: 10 }, () => team()));
  const random = (n: number) => Math.floor(Math.random() * n);
  for (let round = 0; round < 10; round++)
    await Promise.all(
      busy.map(async (it) => {
        const come = Array.from({ length: 1 + random(6) }, () => join(it));
        const looks = Array.from({ length: 2 }, async () => {
          await (await Promise.all(come))[random(come.length)];
          await followOrder(world.services, world.billing, it.accountId);
        });
        const people = await Promise.all(come);
        const go = people.slice(0, random(people.length)).map((person) => leave(it, person));
        await Promise.all([...go, ...looks]);
        // the look that the last change asked for
        await followOrder(world.services, world.billing, it.accountId);
        const [row] = await db.admin`
          select guard.billed_people(${it.accountId}) people, open_order, seats_followed
            from guard.billing_account where account_id = ${it.accountId}`;
        const [now, next] = await paidFor(it);
        expect([next, now >= next, row?.open_order, row?.seats_followed]).toEqual([
          ...[Math.max(3, row?.people as number), true, null, row?.people],
        ]);
        await db.admin`delete from app.member where workspace_id = ${it.id} and role = 'agent'`;
      }),
    );
});

describe('what was asked of the provider', () => {
  test('is asked for again under the same key when no answer came, and is paid once', async () => {
    const it = await team();
    await Promise.all([join(it), join(it), join(it)]);
    let isLost = true;
    const keys: string[] = [];
    const lossy: BillingProvider = {
      ...world.billing,
      async change(asked, request) {
        keys.push(request);
        const change = await world.billing.change(asked, request);
        if (!isLost) return change;
        isLost = false;
        const { billingErrors } = await import('@recado/core/billing/contract');
        throw billingErrors.providerAway();
      },
    };
    await expect(followOrder(world.services, lossy, it.accountId)).rejects.toMatchObject({
      code: 'billing.providerAway',
    });
    const [row] = await db.admin`select open_order from guard.billing_account where account_id = ${it.accountId}`;
    expect(row?.open_order).toMatchObject({ do: 'now' });
    await followOrder(world.services, lossy, it.accountId);
    expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
    expect(await paidFor(it)).toEqual([4, 4]);
    expect(await invoicesOf(it)).toHaveLength(2);
  });

  test('is not asked for any more once the owner went up meanwhile', async () => {
    const it = await team();
    await Promise.all([join(it), join(it), join(it)]);
    const { billingErrors } = await import('@recado/core/billing/contract');
    const away: BillingProvider = {
      ...world.billing,
      async change() {
        throw billingErrors.providerAway();
      },
    };
    await expect(followOrder(world.services, away, it.accountId)).rejects.toMatchObject({
      code: 'billing.providerAway',
    });
    const subscription = await world.subscriptionOf(it.customer);
    await world.billing.change(
      { subscription, lines: [one('recado_agency_v1')], when: 'now', at: null },
      world.request(),
    );
    await followOrder(world.services, world.billing, it.accountId);
    const { subscription: now } = await world.billing.fetchState(it.customer);
    expect([now?.items.map(({ priceKey }) => priceKey), now?.planned]).toEqual([['recado_agency_v1'], null]);
    const [row] = await db.admin`select open_order from guard.billing_account where account_id = ${it.accountId}`;
    expect(row?.open_order).toBeNull();
  });

  test('and was never heard of is found within the hour', async () => {
    const it = await team();
    await Promise.all([join(it), join(it), join(it), join(it)]);
    await db.admin`delete from jobs.outbox`;
    expect(await paidFor(it)).toEqual([3, 3]);
    await world.hourly();
    expect(await paidFor(it)).toEqual([5, 5]);
    const calls: string[] = [];
    const counted = {
      ...world.billing,
      async fetchState(id: string) {
        calls.push(id);
        return await world.billing.fetchState(id);
      },
    };
    await followOrder(world.services, counted, it.accountId);
    expect(calls).toHaveLength(1);
  });

  test('waits for its money where the card refuses, and is not asked for twice', async () => {
    const it = await team();
    await world.giveCard(it.customer, 'pm_card_chargeCustomerFail');
    await Promise.all([join(it), join(it), join(it)]);
    await world.work();
    await world.work();
    await world.hourly();
    expect(await paidFor(it)).toEqual([3, 3]);
    expect(await invoicesOf(it)).toHaveLength(2);
    const boss = await ownerOf(it);
    await world.tell('in order');
    expect(await readBilling(boss, {})).toMatchObject({ seats: { paid: 3, used: 4, isOpen: false } });
    await world.giveCard(it.customer, 'pm_card_visa');
    await world.billing.pay({ invoice: (await invoicesOf(it))[0]?.id as string }, world.request());
    await world.tell('in order');
    expect(await paidFor(it)).toEqual([4, 4]);
  });

  test('leaves alone another plan that was arranged, what ends, and what nobody buys', async () => {
    const it = await team();
    const subscription = await world.subscriptionOf(it.customer);
    const lines = [one('recado_pro_v1')];
    await world.billing.change({ subscription, lines, when: 'periodEnd' }, world.request());
    await world.work();
    await world.hourly();
    expect((await world.billing.fetchState(it.customer)).subscription?.planned?.lines).toEqual(lines);
    await world.billing.cancel({ subscription, when: 'periodEnd' }, world.request());
    const person = await join(it);
    await leave(it, person);
    await world.tell('in order');
    expect((await world.billing.fetchState(it.customer)).subscription).toMatchObject({ isEnding: true, planned: null });
    const alone = await world.subscriber('pm_card_visa', [one('recado_pro_v1')]);
    await world.tell('in order');
    await db.admin`delete from jobs.outbox`;
    await join(alone);
    expect(await db.admin`select 1 from jobs.outbox where name = 'billing/order.asked'`).toHaveLength(0);
  });
});

describe('an owner', () => {
  test('buys seats ahead for exactly what was said, keeps them while nobody sits there, and gives them up for the next period', async () => {
    const it = await team();
    const boss = await ownerOf(it);
    const request = () => randomUUID();
    expect(await readBilling(boss, {})).toMatchObject({
      seats: { paid: 3, toPay: 3, used: 1, invited: 0, least: 3, max: 10, isOpen: true },
    });
    await world.control('clock', { by: 9 * 86_400 });
    const preview = await previewSeats(boss, till(), { seats: 5 });
    const input = { seats: 5, at: preview.at.toISOString(), request: request() };
    expect(await setSeats(boss, till(), input)).toMatchObject({ kind: 'done' });
    expect(await setSeats(boss, till(), input)).toMatchObject({ kind: 'done' });
    const [invoice] = await invoicesOf(it);
    expect(invoice).toMatchObject({ status: 'paid', totalCents: preview.totalCents, paidCents: preview.dueCents });
    expect(preview.totalCents).toBeGreaterThan(0);
    await world.work();
    await world.hourly();
    expect(await paidFor(it)).toEqual([5, 5]);
    // somebody comes and goes: nothing is asked for
    const person = await join(it);
    await world.work();
    await leave(it, person);
    await world.work();
    expect(await paidFor(it)).toEqual([5, 5]);
    expect((await listPeople(boss, {})).seats).toMatchObject({ used: 1, nextCents: 0 });
    expect(await setSeats(boss, till(), { ...input, seats: 4, request: request() })).toMatchObject({ kind: 'planned' });
    await world.work();
    expect(await paidFor(it)).toEqual([5, 4]);
    await world.tell('in order');
    expect(await readBilling(boss, {})).toMatchObject({ seats: { paid: 5, toPay: 4 } });
    for (const [seats, code] of [
      [2, 'billing.seatsTaken'],
      [11, 'billing.seatsFull'],
    ] as const)
      await expect(setSeats(boss, till(), { ...input, seats, request: request() })).rejects.toMatchObject({ code });
  });

  test('did not buy what was never paid for', async () => {
    const it = await team();
    const boss = await ownerOf(it);
    await world.giveCard(it.customer, 'pm_card_chargeCustomerFail');
    const { at } = await previewSeats(boss, till(), { seats: 6 });
    const input = { seats: 6, at: at.toISOString(), request: randomUUID() };
    expect(await setSeats(boss, till(), input)).toMatchObject({ kind: 'waits', because: 'declined' });
    await world.control('clock', { by: 26 * 3_600 });
    await world.giveCard(it.customer, 'pm_card_visa');
    await world.tell('in order');
    expect(await paidFor(it)).toEqual([3, 3]);
    const [row] = await db.admin`select seats_kept from guard.billing_account where account_id = ${it.accountId}`;
    expect(row?.seats_kept).toBe(3);
  });
});
