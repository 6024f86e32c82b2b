import { syncBilling } from '@recado/core/billing';
import { readRevenue } from '@recado/core/operations';
import { connect } from '@recado/db';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { staffAt } from '../src/billing/callers.ts';
import { type BilledWorkspace, type Door, openDoor, openWorld, type World } from '../src/billing/world.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let door: Door;
let world: World;
let web: ReturnType<typeof connect>;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
  web = connect(db.webUrl, { name: 'revenue', max: 2 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await door.close();
  await db.drop();
});
beforeEach(async () => {
  // the report ends with the month of the database's own clock
  world = await openWorld(db, door, new Date(Date.now() - 100 * 86_400_000).toISOString().replace(/\.\d+/, ''));
});
afterEach(async () => {
  for (const table of ['revenue_move', 'billed_invoice']) await db.admin.unsafe(`delete from guard.${table}`);
  await world.close();
});

const PRO = { priceKey: 'recado_pro_v1', quantity: 1 };
const AGENCY = { priceKey: 'recado_agency_v1', quantity: 1 };
const look = ({ customer }: BilledWorkspace) => syncBilling(world.services, world.billing, { customer });
const later = (days: number) =>
  world.advance(new Date(world.now().getTime() + days * 86_400_000).toISOString().replace(/\.\d+/, ''));
const monthNow = () => world.now().toISOString().slice(0, 7);
const staff = (isStaff = true) => staffAt({ db, web, now: world.now }, isStaff);
const movesOf = async ({ accountId }: BilledWorkspace) =>
  (
    await db.admin`select kind, cents_before, cents_after from guard.revenue_move where account_id = ${accountId} order by id`
  ).map((row) => [row.kind, Number(row.cents_before), Number(row.cents_after)]);

describe('what recurs', () => {
  test('is new, grows, shrinks, leaves and comes back, each once however often it is read, and its sums are those of the months', async () => {
    const [staying, moving] = [
      await world.subscriber('pm_card_visa', [PRO]),
      await world.subscriber('pm_card_visa', [PRO]),
    ];
    const begun = monthNow();
    for (let n = 0; n < 3; n += 1) for (const each of [staying, moving]) await look(each);
    expect(await movesOf(staying)).toEqual([['new', 0, 4900]]);
    const subscription = await world.subscriptionOf(moving.customer);
    await world.billing.change({ subscription, lines: [AGENCY], when: 'now', at: null }, world.request());
    await look(moving);
    await later(35);
    await look(staying);
    await world.billing.cancel({ subscription, when: 'periodEnd' }, world.request());
    await look(moving);
    // it pays until its period ends
    expect(await movesOf(moving)).toEqual([
      ['new', 0, 4900],
      ['expansion', 4900, 14900],
    ]);
    await later(31);
    for (const each of [staying, moving]) await look(each);
    const left =
      await db.admin`select to_char(at at time zone 'UTC', 'YYYY-MM') m from guard.revenue_move where kind = 'churn'`;
    await world.subscribe(moving.customer, [PRO]);
    await look(moving);
    expect(await movesOf(moving)).toEqual([
      ['new', 0, 4900],
      ['expansion', 4900, 14900],
      ['churn', 14900, 0],
      ['back', 0, 4900],
    ]);
    const rows = await readRevenue(await staff(), {});
    const of = (month: string) => rows.find((row) => row.month === month);
    // 2 × 4900 new, and 14900 − 4900 more
    expect(of(begun)).toMatchObject({
      openingCents: 0,
      newCents: 9800,
      expansionCents: 10_000,
      closingCents: 19_800,
      accounts: 2,
    });
    expect(of(left[0]?.m)).toMatchObject({ openingCents: 19_800, churnCents: -14_900, churned: 1 });
    // each month begins where the one before ended, and what moved is the difference
    const inOrder = [...rows].reverse();
    for (const [n, row] of inOrder.entries()) {
      const { openingCents, newCents, backCents, expansionCents, contractionCents, churnCents, closingCents } = row;
      expect(openingCents + newCents + backCents + expansionCents + contractionCents + churnCents).toBe(closingCents);
      if (n > 0) expect(openingCents).toBe(inOrder[n - 1]?.closingCents);
    }
    expect(inOrder.at(-1)).toMatchObject({ closingCents: 9800, accounts: 2 });
    // and what was paid is what the provider's invoices say, to the cent
    const invoices = (
      await Promise.all([staying, moving].map(({ customer }) => world.billing.fetchState(customer)))
    ).flatMap((picture) => picture.invoices);
    const sum = (pick: (invoice: (typeof invoices)[number]) => number) =>
      invoices.reduce((all, each) => all + pick(each), 0);
    expect(rows.reduce((all, row) => all + row.paidCents, 0)).toBe(sum(({ paidCents }) => paidCents));
    expect(rows.reduce((all, row) => all + row.invoicedCents, 0)).toBe(sum((each) => each.totalCents - each.taxCents));
  });

  test.each([
    [
      'seats and a year',
      [
        { cents: 2900, quantity: 3, interval: 'month' },
        { cents: 24_000, quantity: 1, interval: 'year' },
      ],
      [],
      'active',
      2900 * 3 + 2000,
    ],
    ['half off', [{ cents: 4900, quantity: 1, interval: 'month' }], [{ percent: 50, cents: null }], 'active', 2450],
    [
      'a fifth off, then ten euros',
      [{ cents: 4999, quantity: 1, interval: 'month' }],
      [
        { percent: 20, cents: null },
        { percent: null, cents: 1000 },
      ],
      'past_due',
      2999,
    ],
    [
      'more off than it costs',
      [{ cents: 900, quantity: 1, interval: 'month' }],
      [{ percent: null, cents: 1000 }],
      'active',
      0,
    ],
    ['a year by twelve', [{ cents: 10_000, quantity: 1, interval: 'year' }], [], 'active', 833],
    ['what is tried', [{ cents: 4900, quantity: 1, interval: 'month' }], [], 'trialing', 0],
    ['what is over', [{ cents: 4900, quantity: 1, interval: 'month' }], [], 'canceled', 0],
  ])('of %s is counted in whole cents', async (_name, items, discounts, status, cents) => {
    const [row] = await db.admin`select guard.recurring_cents(${db.admin.json({ status, items, discounts })}) c`;
    expect(Number(row?.c)).toBe(cents);
  });

  test('is for Recado’s own people', async () => {
    await expect(readRevenue(await staff(false), {})).rejects.toMatchObject({ code: 'kernel.unknownProcedure' });
  });
});
