import { syncBilling } from '@recado/core/billing';
import { readKpis } from '@recado/core/growth';
import type { KpiRow } from '@recado/core/growth/contract';
import { readRevenue } from '@recado/core/operations';
import { connect } from '@recado/db';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { staffAt } from '../src/billing/callers.ts';
import { type BilledWorkspace, type Door, openDoor, openWorld, type World } from '../src/billing/world.ts';
import { makeWorkspace } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let door: Door;
let web: ReturnType<typeof connect>;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
  web = connect(db.webUrl, { name: 'kpis', max: 2 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await door.close();
  await db.drop();
});
afterEach(async () => {
  for (const table of ['revenue_move', 'billed_invoice']) await db.admin.unsafe(`delete from guard.${table}`);
});

type Step = readonly [day: string, plan: 'starter' | 'pro' | 'family' | 'team' | null, cents: number];
const instant = (day: string) => `2026-${day}T00:00:00Z`;
/** An account that began on a day and then paid so much for these plans: each step as a reading of the provider leaves it. */
async function history(begun: string, steps: readonly Step[], currency = 'EUR'): Promise<void> {
  const { accountId } = await makeWorkspace(db.admin);
  await db.admin`update app.account set created_at = ${instant(begun)} where id = ${accountId}`;
  await db.admin`insert into guard.billing_account (account_id, provider, customer) values (${accountId}, 'stripe', ${`cus_${accountId}`})`;
  for (const [day, plan, cents] of steps) {
    const items = [{ cents, quantity: 1, interval: 'month' }];
    const at = instant(day);
    const subscription = { status: 'active', currency, startedAt: at, periodStart: at, items };
    const picture = { subscription: plan ? subscription : { ...subscription, status: 'canceled', endedAt: at } };
    await db.admin.begin(async (tx) => {
      await tx`update guard.billing_account set picture = ${JSON.stringify(picture)}::text::jsonb where account_id = ${accountId}`;
      await tx`update app.account set plan = ${plan ?? 'trial'}, plan_version = 1 where id = ${accountId}`;
      await tx`select guard.name_paid_plan(${accountId})`;
    });
  }
}
const figures = async (since: string, until: string) => {
  const rows = await db.admin`select * from guard.growth_kpis(${instant(since)}, ${instant(until)})`;
  const number = (value: string | null) => (value === null ? null : Number(value));
  return Object.fromEntries(
    rows.map(({ kpi, currency, part, whole, value }) => [
      currency ? `${kpi} ${currency}` : kpi,
      [number(part), number(whole), number(value)],
    ]),
  );
};

describe('what growth is judged by', () => {
  test('is what one counts by hand: in place, once for each account, and whatever comes later', async () => {
    // up after 60 days, by 50 €, and gone in the same month
    await history('01-01', [
      ['02-01', 'pro', 4900],
      ['03-02', 'team', 9900],
      ['03-20', null, 0],
    ]);
    // up after 20 days, by 70 €; its seats of a week later are no upgrade
    await history('02-20', [
      ['02-20', 'starter', 2900],
      ['03-12', 'team', 9900],
      ['03-19', 'team', 12_800],
    ]);
    // stays where it is
    await history('02-01', [['02-01', 'pro', 4900]]);
    // a team from the start, that leaves
    await history('02-10', [
      ['02-10', 'team', 9900],
      ['03-05', null, 0],
    ]);
    // a team that stays
    await history('02-10', [['02-10', 'team', 9900]]);
    // up in February, down and up again in March: once, in February
    await history('01-10', [
      ['01-10', 'pro', 4900],
      ['02-05', 'team', 9900],
      ['03-03', 'pro', 4900],
      ['03-25', 'team', 9900],
    ]);
    // comes and leaves in March
    await history('03-10', [
      ['03-10', 'starter', 2900],
      ['03-28', null, 0],
    ]);
    // left, and came back to a team: new money
    await history('01-15', [
      ['01-15', 'pro', 4900],
      ['02-15', null, 0],
      ['03-15', 'team', 9900],
    ]);
    // in dollars, and from the first moment of April on
    await history('03-01', [['03-01', 'pro', 5500]], 'USD');
    await history('03-30', [['04-01', 'pro', 4900]]);

    expect(await figures('03-01', '04-01')).toEqual({
      // two went up, of the three that paid for one before, the one that came down, the one that came and left, and the one in dollars
      upgradeRate: [2, 3 + 1 + 1 + 1, 2 / 6],
      // 60 and 20
      timeToUpgrade: [null, 2, 40],
      // 9900 − 4900, and 9900 − 2900
      'upsellMrr EUR': [null, 2, 5000 + 7000],
      'upsellMrr USD': [null, 0, 0],
      // 12800 + 4900 + 9900 + 9900 + 9900 of five
      'arpu EUR': [47_400, 5, 9480],
      'arpu USD': [5500, 1, 5500],
      // of three that were teams on the first of March one left; who went up in March and left was none of them
      teamChurn: [1, 3, 1 / 3],
    });
    // three went up since January, of seven that ever paid for one
    expect((await figures('01-01', '04-01')).upgradeRate).toEqual([3, 7, 3 / 7]);
    // and nobody before anybody paid
    expect(await figures('01-01', '01-02')).toEqual({
      upgradeRate: [0, 0, null],
      timeToUpgrade: [null, 0, null],
      teamChurn: [0, 0, null],
    });
  });

  test('counts an upgrade that is paid alike once the price shows it', async () => {
    await history('02-01', [
      ['02-01', 'pro', 4900],
      // a discount makes the first month of it as dear as the one before
      ['03-01', 'team', 4900],
      ['04-01', 'team', 9900],
    ]);
    expect((await figures('03-01', '04-01')).upgradeRate?.[0]).toBe(0);
    expect((await figures('04-01', '05-01')).upgradeRate?.[0]).toBe(1);
  });

  describe('beside the money', () => {
    let world: World;
    beforeEach(async () => {
      world = await openWorld(db, door, new Date(Date.now() - 70 * 86_400_000).toISOString().replace(/\.\d+/, ''));
    });
    afterEach(() => world.close());
    const look = ({ customer }: BilledWorkspace) => syncBilling(world.services, world.billing, { customer });
    const later = (days: number) =>
      world.advance(new Date(world.now().getTime() + days * 86_400_000).toISOString().replace(/\.\d+/, ''));
    const PRO = { priceKey: 'recado_pro_v1', quantity: 1 };
    const AGENCY = { priceKey: 'recado_agency_v1', quantity: 1 };

    test('is to the cent what the months of it say', async () => {
      const [staying, moving] = [
        await world.subscriber('pm_card_visa', [PRO]),
        await world.subscriber('pm_card_visa', [PRO]),
      ];
      for (const each of [staying, moving]) await look(each);
      const subscription = await world.subscriptionOf(moving.customer);
      await world.billing.change({ subscription, lines: [AGENCY], when: 'now', at: null }, world.request());
      await look(moving);
      await later(20);
      await world.billing.cancel({ subscription, when: 'periodEnd' }, world.request());
      await look(moving);
      await later(20);
      for (const each of [staying, moving]) await look(each);
      const staff = await staffAt({ db, web, now: world.now });
      const [kpis, revenue] = [await readKpis(staff, {}), await readRevenue(staff, {})];
      const of = (month: string, kpi: KpiRow['kpi']) =>
        kpis.find((row) => row.month === month && row.kpi === kpi && (row.currency ?? 'EUR') === 'EUR');
      for (const row of revenue) {
        expect(of(row.month, 'upsellMrr')?.value).toBe(row.expansionCents);
        expect(of(row.month, 'arpu')).toMatchObject({ part: row.closingCents, whole: row.accounts, target: 7000 });
        expect(of(row.month, 'teamChurn')?.part).toBe(row.churned);
      }
      // both kinds of month were there
      expect(revenue.map((row) => row.expansionCents).filter(Boolean)).toEqual([10_000]);
      expect(revenue.map((row) => row.churned).filter(Boolean)).toEqual([1]);
    });

    test('is for Recado’s own people', async () => {
      await expect(readKpis(await staffAt({ db, web, now: world.now }, false), {})).rejects.toMatchObject({
        code: 'kernel.unknownProcedure',
      });
    });
  });
});
