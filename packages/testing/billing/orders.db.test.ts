import { randomUUID } from 'node:crypto';
import { followOrder, previewSeats, previewUpgrade, readBilling, setSeats, upgradePlan } from '@recado/core/billing';
import { billingErrors } from '@recado/core/billing/contract';
import type { Ctx } from '@recado/core/kernel';
import { connect } from '@recado/db';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownerAt } from '../src/billing/callers.ts';
import { type BilledWorkspace, type Door, openDoor, openWorld, type World } from '../src/billing/world.ts';
import { addMember, makePerson } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let door: Door;
let world: World;
let web: ReturnType<typeof connect>;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
  world = await openWorld(db, door);
  web = connect(db.webUrl, { name: 'orders', max: 8 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await world.close();
  await door.close();
  await db.drop();
});
beforeEach(async () => {
  await db.admin`delete from jobs.outbox`;
});

const DAY = 86_400;
const till = () => ({ provider: world.billing, publicUrl: 'http://localhost:4300' });
const away = () => Promise.reject(billingErrors.providerAway());
/** A business on Team that pays for three, with its owner in it. */
async function team(people = 1): Promise<{ it: BilledWorkspace; boss: Ctx }> {
  const it = await world.subscriber('pm_card_visa', [
    { priceKey: 'recado_team_v1', quantity: 1 },
    { priceKey: 'recado_team_v1_seat', quantity: 2 },
  ]);
  await world.tell('in order');
  for (let n = 1; n < people; n++) await addMember(db.admin, it.id, await makePerson(db.admin), 'agent');
  return { it, boss: await ownerAt({ db, web, now: world.now }, it) };
}
/** For how many people the provider is paid now, and from the next period on. */
async function paidFor({ customer }: BilledWorkspace): Promise<[now: number, next: number]> {
  const { subscription } = await world.billing.fetchState(customer);
  const of = (lines: { priceKey: string; quantity: number }[] = []) =>
    1 + (lines.find(({ priceKey }) => priceKey === 'recado_team_v1_seat')?.quantity ?? 0);
  const now = of(subscription?.items);
  return [now, subscription?.planned ? of(subscription.planned.lines) : now];
}
const buySeats = async (boss: Ctx, seats: number, request: string = randomUUID()) => {
  const { at } = await previewSeats(boss, till(), { seats });
  return await setSeats(boss, till(), { seats, at: at.toISOString(), request });
};
/** Looks as the job does; between its reading of the provider and what it does then, something else happens. */
const followWhile = async ({ accountId }: BilledWorkspace, meanwhile: () => Promise<unknown>) => {
  let isFirst = true;
  const slow = {
    ...world.billing,
    async fetchState(customer: string) {
      const read = await world.billing.fetchState(customer);
      if (isFirst) {
        isFirst = false;
        await meanwhile();
      }
      return read;
    },
  };
  await followOrder(world.services, slow, accountId);
};
const rowOf = async ({ accountId }: BilledWorkspace) => {
  const [row] =
    await db.admin`select seats_kept, open_order, state from guard.billing_account where account_id = ${accountId}`;
  return row;
};

describe('what an owner buys while a job looks after the seats', () => {
  test('is not taken back by what the job read before', async () => {
    const { it, boss } = await team();
    await followWhile(it, () => buySeats(boss, 5));
    await world.work();
    await world.hourly();
    expect(await paidFor(it)).toEqual([5, 5]);
    expect(await rowOf(it)).toMatchObject({ seats_kept: 5, open_order: null });
    // nor where it was bought before, given up, and bought again
    await buySeats(boss, 3);
    await followWhile(it, () => buySeats(boss, 6));
    await world.work();
    expect(await paidFor(it)).toEqual([6, 6]);
  });

  test('is not made less by people whom the job counted before', async () => {
    const { it, boss } = await team(4);
    await followWhile(it, () => buySeats(boss, 7));
    await world.work();
    expect(await paidFor(it)).toEqual([7, 7]);
    const { invoices } = await world.billing.fetchState(it.customer);
    expect(invoices.map(({ totalCents }) => totalCents > 0)).toEqual([true, true]);
  });

  test('stays the plan that it is: the seats of the former one are not asked for any more', async () => {
    const { it, boss } = await team(4);
    await followWhile(it, async () => {
      const { at } = await previewUpgrade(boss, till(), { plan: 'agency' });
      await upgradePlan(boss, till(), { plan: 'agency', at: at.toISOString(), request: randomUUID() });
    });
    await world.work();
    const { subscription } = await world.billing.fetchState(it.customer);
    expect([subscription?.items.map(({ priceKey }) => priceKey), subscription?.planned]).toEqual([
      ['recado_agency_v1'],
      null,
    ]);
  });

  test('comes after what was begun before, which is finished first; and what got no answer is done once by whoever comes next', async () => {
    const { it, boss } = await team();
    await buySeats(boss, 5);
    await world.work();
    await buySeats(boss, 4);
    // fewer with the next period, of which no answer came
    await expect(followOrder(world.services, { ...world.billing, change: away }, it.accountId)).rejects.toMatchObject({
      code: 'billing.providerAway',
    });
    expect((await rowOf(it))?.open_order).toMatchObject({ do: 'plan' });
    await buySeats(boss, 8);
    await world.work();
    expect(await paidFor(it)).toEqual([8, 8]);

    const { at } = await previewSeats(boss, till(), { seats: 10 });
    const input = { seats: 10, at: at.toISOString(), request: randomUUID() };
    const silent = {
      ...world.billing,
      async change(...asked: Parameters<typeof world.billing.change>) {
        await world.billing.change(...asked);
        return await away();
      },
    };
    await expect(setSeats(boss, { ...till(), provider: silent }, input)).rejects.toMatchObject({
      code: 'billing.providerAway',
    });
    await world.hourly();
    expect(await paidFor(it)).toEqual([10, 10]);
    expect(await rowOf(it)).toMatchObject({ seats_kept: 10, open_order: null });
    const before = (await world.billing.fetchState(it.customer)).invoices.length;
    await setSeats(boss, till(), input);
    expect([await paidFor(it), (await world.billing.fetchState(it.customer)).invoices.length]).toEqual([
      [10, 10],
      before,
    ]);
  });

  test('however many press and look at once: one thing after the other, and the seats are those of the last who was heard', async () => {
    const { it, boss } = await team();
    for (let round = 0; round < 3; round++) {
      const wishes = [4, 5, 6, 7].map((seats) => buySeats(boss, seats).catch(() => null));
      const looks = Array.from({ length: 4 }, () => followOrder(world.services, world.billing, it.accountId));
      await Promise.all([...wishes, ...looks]);
      await world.work();
      const row = await rowOf(it);
      expect([row?.open_order, (await paidFor(it))[1]]).toEqual([null, row?.seats_kept]);
      await buySeats(boss, 3);
      await world.work();
    }
  });
});

describe('what somebody else has changed since its price was shown', () => {
  const AGENCY = [{ priceKey: 'recado_agency_v1', quantity: 1 }];
  const itemsOf = async ({ customer }: BilledWorkspace) =>
    (await world.billing.fetchState(customer)).subscription?.items.map(({ priceKey }) => priceKey);

  test('is not undone by an order that was decided on what was there before: it is refused, and nothing is asked', async () => {
    const { it, boss } = await team();
    const { at } = await previewSeats(boss, till(), { seats: 6 });
    // another owner has gone up and paid, and nobody here has heard of it yet
    const { subscription } = await world.billing.fetchState(it.customer);
    const order = { subscription: subscription?.id as string, lines: AGENCY, when: 'now' as const, at: null };
    await world.billing.change(order, world.request());
    const late = setSeats(boss, till(), { seats: 6, at: at.toISOString(), request: randomUUID() });
    await expect(late).rejects.toMatchObject({ code: 'billing.changedMeanwhile' });
    expect([await itemsOf(it), (await rowOf(it))?.open_order]).toEqual([['recado_agency_v1'], null]);
  });

  test('an upgrade whose answer was lost is finished by the job, and what was planned of going down goes with it', async () => {
    const { it, boss } = await team();
    await db.admin`insert into guard.plan_descent (account_id, plan, version, keep, chosen_by)
      select ${it.accountId}, v.plan, max(v.version), '{}', ${it.owner.id} from guard.plan_version v where v.plan = 'starter' group by v.plan`;
    const { at } = await previewUpgrade(boss, till(), { plan: 'agency' });
    const lost = {
      ...world.billing,
      async change(...given: Parameters<typeof world.billing.change>) {
        await world.billing.change(...given);
        return await away();
      },
    };
    const asked = upgradePlan(
      boss,
      { ...till(), provider: lost },
      { plan: 'agency', at: at.toISOString(), request: randomUUID() },
    );
    await expect(asked).rejects.toMatchObject({ code: 'billing.providerAway' });
    await followOrder(world.services, world.billing, it.accountId);
    await world.work();
    const [left] =
      await db.admin`select count(*)::int n from guard.plan_descent where account_id = ${it.accountId} and called_off_at is null`;
    expect([await itemsOf(it), (await rowOf(it))?.open_order, left?.n]).toEqual([['recado_agency_v1'], null, 0]);
  });
});

describe('people for whom the card does not pay', () => {
  const stateOf = async (it: BilledWorkspace) => (await rowOf(it))?.state as { state: string; because?: string };
  const mails = async ({ accountId }: BilledWorkspace) =>
    (await db.admin`select kind from guard.billing_notice where account_id = ${accountId} order by told_at`).map(
      ({ kind }) => kind,
    );
  const days = async (...steps: number[]) => {
    for (const step of steps) {
      await world.control('clock', { by: step * DAY });
      await world.tell('in order');
    }
  };

  test('leave seven days in which everything works, then nothing is added; the owner is told of each once, and who pays or sends them away is out of it', async () => {
    const { it, boss } = await team();
    await world.giveCard(it.customer, 'pm_card_chargeCustomerFail');
    const people = await Promise.all([1, 2, 3].map(() => makePerson(db.admin)));
    for (const person of people) await addMember(db.admin, it.id, person, 'agent');
    await world.work();
    await world.tell('in order');
    expect(await readBilling(boss, {})).toMatchObject({
      ...{ state: { state: 'grace', because: 'seats', daysLeft: 7 }, seats: { paid: 3, used: 4 } },
      payUrl: expect.stringMatching(/^http/),
    });
    // it is asked for again when it lapsed, and the days go on counting
    await days(2, 2, 2);
    expect(await stateOf(it)).toMatchObject({ state: 'grace', because: 'seats' });
    await days(2);
    expect(await stateOf(it)).toMatchObject({ state: 'restricted', because: 'seats', until: null });
    const [row] = await db.admin`select guard.is_refused(${it.accountId}, 'newPeople') refused`;
    expect(row?.refused).toBe(true);
    await days(9);
    // the plan is paid: it does not end by this
    expect(await stateOf(it)).toMatchObject({ state: 'restricted', because: 'seats' });
    expect(await mails(it)).toEqual(['payment-failed', 'grace-ending', 'plan-restricted']);

    await db.admin`delete from app.member where workspace_id = ${it.id} and person_id = ${people[0]?.id as string}`;
    await world.work();
    await world.tell('in order');
    expect(await stateOf(it)).toMatchObject({ state: 'active' });
    expect(await paidFor(it)).toEqual([3, 3]);
  });

  test('are paid for with another card', async () => {
    const { it } = await team();
    await world.giveCard(it.customer, 'pm_card_chargeCustomerFail');
    for (let n = 0; n < 3; n++) await addMember(db.admin, it.id, await makePerson(db.admin), 'agent');
    await world.work();
    await days(2);
    expect(await stateOf(it)).toMatchObject({ state: 'grace', because: 'seats' });
    await world.giveCard(it.customer, 'pm_card_visa');
    const open = (await world.billing.fetchState(it.customer)).invoices.find(({ status }) => status === 'open');
    if (open) await world.billing.pay({ invoice: open.id }, world.request());
    await world.tell('in order');
    await world.work();
    expect([await paidFor(it), (await stateOf(it)).state]).toEqual([[4, 4], 'active']);
  });
});
