import {
  bookCredit,
  chooseReward,
  claimReferral,
  readReferrals,
  settleReferrals,
  syncBilling,
} from '@recado/core/billing';
import { connect } from '@recado/db';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ownerAt } from '../src/billing/callers.ts';
import { type BilledWorkspace, type Door, openDoor, openWorld, type World } from '../src/billing/world.ts';
import { addMember, makePerson } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { refusalOf } from '../src/desk.ts';

let db: TestDatabase;
let door: Door;
let world: World;
let web: ReturnType<typeof connect>;
beforeAll(async () => {
  db = await createDatabase();
  door = await openDoor(db);
  web = connect(db.webUrl, { name: 'referrals', max: 10 });
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
  for (const table of ['referral', 'referral_code', 'account_credit', 'billed_invoice', 'money_back', 'tax_details'])
    await db.admin.unsafe(`delete from guard.${table}`);
  await db.admin`delete from jobs.outbox where name like 'billing/%'`;
  await world.close();
});

const one = (priceKey: string) => [{ priceKey, quantity: 1 }];
const till = () => ({ provider: world.billing, publicUrl: 'http://localhost:4300' });
const as = (it: BilledWorkspace) => ownerAt({ db, web, now: world.now }, it);
const look = ({ customer }: BilledWorkspace) => syncBilling(world.services, world.billing, { customer });
/** Somebody who brings others, on Pro, with their code. */
async function referrer(reward: 'month' | 'share') {
  const it = await world.subscriber('pm_card_visa', one('recado_pro_v1'));
  await look(it);
  const ctx = await as(it);
  await chooseReward(ctx, till(), { reward });
  const { code } = await readReferrals(ctx, {});
  return { ...it, ctx, code: code as string };
}
/** Somebody who comes by a code and has bought nothing yet. */
async function comer(code: string) {
  const it = await world.subscriber('pm_card_visa');
  const ctx = await as(it);
  await claimReferral(ctx, till(), { code });
  return { ...it, ctx };
}
const buy = async (it: BilledWorkspace, plan: string) => {
  await world.subscribe(it.customer, one(plan));
  await look(it);
};
/** What the night does, and the job that books. */
const night = async () => {
  const { changed } = await settleReferrals(world.services);
  for (const { data } of await db.admin`delete from jobs.outbox where name = 'billing/credit.made' returning data`)
    await bookCredit(world.services, world.billing, data as never);
  return changed;
};
const balance = async ({ customer }: BilledWorkspace) => (await world.billing.fetchState(customer)).balanceCents;
const firstOf = async ({ customer }: BilledWorkspace) =>
  (await world.billing.fetchState(customer)).invoices.at(-1)?.id as string;

describe('who brings somebody who pays', () => {
  test('has a month of their own plan once thirty days have gone by, and who came a fifth of their first invoice, each once', async () => {
    const ana = await referrer('month');
    const luis = await comer(`https://recado.test/signup?ref=${ana.code.toUpperCase()}`);
    expect(await night()).toBe(0);
    await buy(luis, 'recado_agency_v1');
    // paid, and within the days in which all of it may be asked back
    await world.control('clock', { by: 29 * 86_400 });
    expect(await night()).toBe(0);
    expect(await readReferrals(ana.ctx, {})).toMatchObject({
      rows: [{ reward: 'month', firstPaidAt: expect.stringContaining('2026-01-10'), cents: 0, isWithdrawn: false }],
    });
    await world.control('clock', { by: 86_400 });
    const settled = await Promise.all([1, 2, 3].map(() => settleReferrals(world.services)));
    expect(settled.map(({ changed }) => changed).sort()).toEqual([0, 0, 2]);
    await night();
    expect(await night()).toBe(0);
    // a month of Pro: 4900. A fifth of 14900: 2980
    expect([await balance(ana), await balance(luis)]).toEqual([-4900, -2980]);
    await world.advance('2026-02-10T14:00:00Z');
    await world.advance('2026-03-10T14:00:00Z');
    const paid = async (it: BilledWorkspace) =>
      (await world.billing.fetchState(it.customer)).invoices.map(({ paidCents }) => paidCents).reverse();
    expect(await paid(ana)).toEqual([4900, 0, 4900]);
    expect(await paid(luis)).toEqual([14_900, 11_920, 14_900]);
    await look(luis);
    expect(await night()).toBe(0);
    expect(await readReferrals(ana.ctx, {})).toMatchObject({ rows: [{ cents: 4900 }] });
  });

  test('or a fifth of each invoice without its tax, for as long as they pay; what is given back of one is taken back', async () => {
    const ana = await referrer('share');
    const luis = await comer(ana.code);
    await buy(luis, 'recado_agency_v1');
    await world.advance('2026-02-10T14:00:00Z');
    await look(luis);
    await night();
    // 20 % of 14900, thirty days after it was paid; the second one waits for its own days
    expect([await balance(ana), await balance(luis)]).toEqual([-2980, -2980]);
    await world.control('clock', { by: 30 * 86_400 });
    await look(luis);
    await night();
    const [row] = await db.admin`select sum(cents)::int cents from guard.account_credit where kind = 'referral'`;
    // and as much of the second
    expect(row?.cents).toBe(2980 + 2980);

    // 4900 of the first are given back: 20 % of the 10000 that are left are 2000, and 980 go back, of both
    const before = [await balance(ana), await balance(luis)] as const;
    await world.billing.refund({ invoice: await firstOf(luis), cents: 4900, memo: 'x' }, world.request());
    await look(luis);
    await night();
    await night();
    expect([(await balance(ana)) - before[0], (await balance(luis)) - before[1]]).toEqual([980, 980]);
    // and 1000 more: 20 % of 9000 are 1800, and 200 go back
    await world.billing.refund({ invoice: await firstOf(luis), cents: 1000, memo: 'x' }, world.request());
    await look(luis);
    await night();
    expect([(await balance(ana)) - before[0], (await balance(luis)) - before[1]]).toEqual([1180, 1180]);
    const { rows } = await readReferrals(ana.ctx, {});
    expect(rows).toMatchObject([{ cents: 2980 + 2980 - 1180 }]);
    // and the rest of it all with everything that was paid
    await db.admin`insert into guard.money_back (account_id, asked_by, currency, cents) values (${luis.accountId}, ${luis.owner.id}, 'EUR', 0)`;
    await night();
    expect((await readReferrals(ana.ctx, {})).rows).toMatchObject([{ cents: 0, isWithdrawn: true }]);
  });

  test('has nothing of who had everything back, before it counts or after', async () => {
    const ana = await referrer('month');
    const [early, late] = [await comer(ana.code), await comer(ana.code)];
    for (const each of [early, late]) await buy(each, 'recado_pro_v1');
    const back = (it: BilledWorkspace) => db.admin`
      insert into guard.money_back (account_id, asked_by, currency, cents) values (${it.accountId}, ${it.owner.id}, 'EUR', 4900)`;
    await back(early);
    await world.control('clock', { by: 30 * 86_400 });
    expect(await night()).toBe(2);
    expect(await balance(ana)).toBe(-4900);
    await back(late);
    expect(await night()).toBe(2);
    expect([await balance(ana), await balance(late)]).toEqual([0, 0]);
    expect((await readReferrals(ana.ctx, {})).rows.map(({ isWithdrawn, cents }) => [isWithdrawn, cents])).toEqual([
      [true, 0],
      [true, 0],
    ]);
  });
});

describe('by whom one came', () => {
  test('is said once, also by a hundred presses, and before anything is paid', async () => {
    const [ana, eva] = [await referrer('month'), await referrer('share')];
    const it = await world.subscriber('pm_card_visa');
    const ctx = await as(it);
    const presses = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) => claimReferral(ctx, till(), { code: (n % 2 ? ana : eva).code })),
    );
    expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusalOf(claimReferral(ctx, till(), { code: ana.code }))).toBe('billing.referralTaken');
    const paid = await world.subscriber('pm_card_visa', one('recado_pro_v1'));
    await look(paid);
    expect(await refusalOf(claimReferral(await as(paid), till(), { code: ana.code }))).toBe('billing.referralLate');
    expect(await refusalOf(claimReferral(await as(paid), till(), { code: 'ffffffff' }))).toBe(
      'billing.referralUnknown',
    );
  }, 60_000);

  test("is an owner's to say and to see, and nobody else's", async () => {
    const ana = await referrer('month');
    const admin = await makePerson(db.admin);
    await addMember(db.admin, ana.id, admin, 'admin');
    const stranger = await world.subscriber();
    for (const [personId, code] of [
      [admin.id, 'kernel.forbidden'],
      [stranger.owner.id, 'kernel.workspaceNotFound'],
    ] as const) {
      const who = await ownerAt({ db, web, now: world.now }, ana, personId);
      expect(await refusalOf(readReferrals(who, {}))).toBe(code);
      expect(await refusalOf(chooseReward(who, till(), { reward: 'share' }))).toBe(code);
      expect(await refusalOf(claimReferral(who, till(), { code: ana.code }))).toBe(code);
    }
  });

  test('is never oneself: not the same account, nor another of the same owner or with the same tax number, nor who came by oneself', async () => {
    const ana = await referrer('month');
    expect(await refusalOf(claimReferral(ana.ctx, till(), { code: ana.code }))).toBe('billing.referralSelf');
    const other = await world.subscriber('pm_card_visa');
    await addMember(db.admin, other.id, ana.owner, 'owner');
    expect(await refusalOf(claimReferral(await as(other), till(), { code: ana.code }))).toBe('billing.referralSelf');
    // two who name each other at once
    const [one1, two] = [await world.subscriber('pm_card_visa'), await world.subscriber('pm_card_visa')];
    const [a, b] = [await as(one1), await as(two)];
    for (const each of [a, b]) await chooseReward(each, till(), { reward: 'month' });
    const codes = await Promise.all([a, b].map(async (each) => (await readReferrals(each, {})).code as string));
    const both = await Promise.allSettled([
      claimReferral(a, till(), { code: codes[1] as string }),
      claimReferral(b, till(), { code: codes[0] as string }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    // who turns out to be the same business has nothing of it
    const luis = await comer(ana.code);
    await buy(luis, 'recado_pro_v1');
    for (const { accountId } of [ana, luis])
      await db.admin`insert into guard.tax_details (account_id, details, standing) values (${accountId}, '{"taxId": "B12345674", "country": "ES"}', 'none')`;
    await world.control('clock', { by: 31 * 86_400 });
    expect(await night()).toBe(0);
    expect(await balance(ana)).toBe(0);
  });
});
