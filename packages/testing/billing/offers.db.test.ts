import { randomUUID } from 'node:crypto';
import { countEarlyPlaces, lookAgain, readOffers, startCheckout, syncBilling } from '@recado/core/billing';
import type { Ctx } from '@recado/core/kernel';
import { connect } from '@recado/db';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownerAt } from '../src/billing/callers.ts';
import { type Door, openDoor, openWorld, type World } from '../src/billing/world.ts';
import { makeWorkspace, type TestWorkspace } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let door: Door;
let world: World;
let web: ReturnType<typeof connect>;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
  web = connect(db.webUrl, { name: 'offers', max: 20 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await door.close();
  await db.drop();
});
beforeEach(async () => {
  world = await openWorld(db, door);
});
afterEach(async () => {
  await db.admin`delete from guard.early_adopter`;
  await db.admin`delete from guard.billed_invoice`;
  await world.close();
});

const till = () => ({ provider: world.billing, publicUrl: 'http://localhost:4300' });
const as = (workspace: TestWorkspace) => ownerAt({ db, web, now: world.now }, workspace);
/** So many places are gone already. */
const takePlaces = (count: number) => db.admin`
  insert into guard.early_adopter (account_id, held_until, kept_at) select uuidv7(), now(), now() from generate_series(1, ${count}::integer)`;
const openShop = async () => {
  const workspace = await makeWorkspace(db.admin);
  const owner = await as(workspace);
  // its trial is over, so that it pays at once
  await db.admin`insert into guard.billing_account (account_id, trial_ends_at) values (${workspace.accountId}, '2026-01-09T10:00:00Z')`;
  return { ...workspace, ctx: owner };
};
type Shop = Awaited<ReturnType<typeof openShop>>;
const goToTill = ({ ctx }: Shop, plan: string) => startCheckout(ctx, till(), { plan, request: randomUUID() });
const buy = async (shop: Shop, plan: string) => {
  await world.pay((await goToTill(shop, plan)).url, 'pm_card_visa');
  await look(shop);
};
const look = async ({ accountId, ctx }: Shop) => {
  await lookAgain(ctx, till(), {});
  await syncBilling(world.services, world.billing, { accountId });
};
const totals = async ({ accountId }: Shop) => {
  const [row] = await db.admin`select customer from guard.billing_account where account_id = ${accountId}`;
  const { invoices } = await world.billing.fetchState(row?.customer);
  return invoices.map(({ totalCents }) => totalCents).reverse();
};

describe('the first accounts that pay', () => {
  test('pay half for three months, keep their place for good, and have it once', async () => {
    const shop = await openShop();
    expect(await readOffers(shop.ctx, {})).toEqual({ hasPaid: false, isHeld: false, isKept: false, left: 100 });
    await buy(shop, 'pro');
    expect(await readOffers(shop.ctx, {})).toMatchObject({ hasPaid: true, isKept: true, left: 99 });
    for (const month of ['02', '03', '04']) await world.advance(`2026-${month}-10T14:00:00Z`);
    // 4900 − 2450 and 21 % of 2450, 514.5; then 4900 and 1029
    expect(await totals(shop)).toEqual([2965, 2965, 2965, 5929]);
    await world.billing.cancel(
      { subscription: (await syncedSubscription(shop)) as string, when: 'now' },
      world.request(),
    );
    await look(shop);
    await buy(shop, 'pro');
    expect((await totals(shop)).at(-1)).toBe(5929);
    expect(await readOffers(shop.ctx, {})).toMatchObject({ isKept: true, left: 99 });
  });
  const syncedSubscription = async ({ accountId }: Shop) => {
    const [row] =
      await db.admin`select picture -> 'subscription' ->> 'id' id from guard.billing_account where account_id = ${accountId}`;
    return row?.id;
  };

  test('are a hundred: of three hundred who ask for the last place at once, one has it', async () => {
    await takePlaces(99);
    const owners: Ctx[] = [];
    for (let n = 0; n < 300; n += 1) owners.push(await as(await makeWorkspace(db.admin)));
    const now = world.now();
    const until = new Date(now.getTime() + 3_600_000);
    const asked = await Promise.all(
      owners.map(async ({ door: of, workspaceId }) => {
        const { pass, personId } = of as unknown as { pass: Buffer; personId: string };
        const [row] =
          await web`select guard.hold_early_place(${pass}, ${personId}, ${workspaceId}, ${now}, ${until}) standing`;
        return (row as { standing: { isHeld: boolean } }).standing.isHeld;
      }),
    );
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await countEarlyPlaces({ db: web, clock: { now: world.now } })).toBe(0);
  }, 60_000);

  test('are counted one after the other: whoever asks while the last place is being given waits, and has none', async () => {
    await takePlaces(99);
    const until = new Date(world.now().getTime() + 3_600_000);
    const hold = async (sql: typeof web, { door: of, workspaceId }: Ctx) => {
      const { pass, personId } = of as unknown as { pass: Buffer; personId: string };
      const [row] = await sql`
        select guard.hold_early_place(${pass}, ${personId}, ${workspaceId}, ${world.now()}, ${until}) standing`;
      return (row as { standing: { isHeld: boolean } }).standing.isHeld;
    };
    const [one, other] = [(await openShop()).ctx, (await openShop()).ctx];
    let second: Promise<boolean> | undefined;
    await web.begin(async (tx) => {
      expect(await hold(tx as unknown as typeof web, one)).toBe(true);
      second = hold(web, other);
      // it is under way before the first one ends
      expect(await Promise.race([second, web`select pg_sleep(0.3)`.then(() => 'waits')])).toBe('waits');
    });
    expect(await second).toBe(false);
  });

  test('hold a place while they are at the till: one that is not paid for is free again, and going there twice holds one', async () => {
    await takePlaces(99);
    const [one, other] = [await openShop(), await openShop()];
    await goToTill(one, 'pro');
    await goToTill(one, 'starter');
    expect(await readOffers(one.ctx, {})).toMatchObject({ isHeld: true, left: 0 });
    // without a place a code may be typed, and the price is the whole one
    await buy(other, 'pro');
    expect(await totals(other)).toEqual([5929]);
    expect(await readOffers(other.ctx, {})).toMatchObject({ isKept: false });
    await world.advance('2026-01-12T10:00:01Z');
    const third = await openShop();
    await buy(third, 'starter');
    // 2900 − 1450 and 21 % of 1450, 304.5
    expect(await totals(third)).toEqual([1755]);
    expect(await readOffers(third.ctx, {})).toMatchObject({ isKept: true, left: 0 });
  });
});

test('who orders while a trial runs holds the place until it ends, and keeps it with the first payment', async () => {
  await takePlaces(99);
  const shop = await openShop();
  await db.admin`update guard.billing_account set trial_ends_at = '2026-01-24T10:00:00Z' where account_id = ${shop.accountId}`;
  await buy(shop, 'pro');
  await world.advance('2026-01-20T10:00:00Z');
  expect(await readOffers(shop.ctx, {})).toMatchObject({ isHeld: true, isKept: false, left: 0 });
  await world.advance('2026-01-24T14:00:00Z');
  await look(shop);
  expect(await readOffers(shop.ctx, {})).toMatchObject({ isKept: true, left: 0 });
  for (const month of ['02', '03', '04']) await world.advance(`2026-${month}-24T14:00:00Z`);
  // nothing on the day of the order, then half for three months
  expect(await totals(shop)).toEqual([0, 2965, 2965, 2965, 5929]);
});

test('who orders with the offer and never pays gives the place to somebody else, and pays the whole if they pay later', async () => {
  await takePlaces(99);
  const [late, other] = [await openShop(), await openShop()];
  await db.admin`update guard.billing_account set trial_ends_at = '2026-01-24T10:00:00Z' where account_id = ${late.accountId}`;
  await world.pay((await goToTill(late, 'pro')).url, 'pm_card_chargeCustomerFail');
  await look(late);
  await world.advance('2026-01-24T14:00:00Z');
  await look(late);
  // while the days for paying run it is theirs
  expect(await readOffers(late.ctx, {})).toMatchObject({ isHeld: true, isKept: false, left: 0 });
  await world.advance('2026-02-04T14:00:00Z');
  await look(late);
  expect(await readOffers(late.ctx, {})).toMatchObject({ isHeld: true, left: 0 });
  // nothing but time goes by
  await world.advance('2026-02-08T14:00:00Z');
  await look(late);
  expect(await readOffers(late.ctx, {})).toMatchObject({ isHeld: false, isKept: false, left: 1 });
  await world.work();
  await buy(other, 'pro');
  expect(await readOffers(other.ctx, {})).toMatchObject({ isKept: true, left: 0 });

  const [row] = await db.admin`select customer from guard.billing_account where account_id = ${late.accountId}`;
  await world.giveCard(row?.customer, 'pm_card_visa');
  const { invoices, subscription } = await world.billing.fetchState(row?.customer);
  expect(subscription?.discounts).toEqual([]);
  for (const { id, status } of invoices)
    if (status === 'open') await world.billing.pay({ invoice: id }, world.request());
  await look(late);
  expect(await readOffers(late.ctx, {})).toMatchObject({ hasPaid: true, isKept: false, left: 0 });
  await world.advance('2026-02-24T14:00:00Z');
  // the invoice that was out stays what it said; then the whole
  expect((await totals(late)).slice(-2)).toEqual([2965, 5929]);
});

test('a team that buys for the first time pays a fifth less in its first month, once the first places are gone', async () => {
  await takePlaces(100);
  const shop = await openShop();
  await buy(shop, 'team');
  await world.advance('2026-02-10T14:00:00Z');
  // 9900 − 1980, 5800 − 1160, and 21 % of each: 1663.2, 974.4; then the whole
  expect(await totals(shop)).toEqual([7920 + 4640 + 1663 + 974, 18_997]);
});
