import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

describe('the sums, by hand', () => {
  const LONG_AGO = '2026-01-01T10:00:00Z';
  type Bill = {
    account: string;
    total: number;
    tax?: number;
    paid?: number;
    credited?: number;
    reason?: string;
    at?: string;
  };
  const invoice = ({
    account,
    total,
    tax = 0,
    paid = total,
    credited = 0,
    reason = 'subscription_create',
    at = LONG_AGO,
  }: Bill) => db.admin`
    insert into guard.billed_invoice (id, account_id, status, reason, created_at, paid_at, currency, total_cents, tax_cents, paid_cents, credited_cents)
      values (${randomUUID()}, ${account}, 'paid', ${reason}, ${at}, ${at}, 'EUR', ${total}, ${tax}, ${paid}, ${credited})`;
  const due = async (referrer: string, came: string, reward: 'month' | 'share', now = '2026-02-01T10:00:00Z') => {
    await db.admin`
      insert into guard.referral (account_id, referrer_id, reward, attributed_at) values (${came}, ${referrer}, ${reward}, ${LONG_AGO})`;
    const rows = await db.admin`
      select kind, cents::float8 cents from guard.referrals_due(${now}, 30, 20, 20) where account_id in (${referrer}, ${came}) order by kind`;
    return rows.map(({ kind, cents }) => [kind, cents]);
  };

  test.each<[what: string, total: number, tax: number, paid: number, credited: number, share: number]>([
    ['Pro outside the tax: 20 % of 4900', 4900, 0, 4900, 0, 980],
    ['Pro with 21 %: 5929 are 4900 and 1029; 20 % of 4900', 5929, 1029, 5929, 0, 980],
    ['Pro at half: 2965 are 2450 and 515; 20 % of 2450', 2965, 515, 2965, 0, 490],
    ['Starter with 21 %: 3509 are 2900 and 609; 20 % of 2900', 3509, 609, 3509, 0, 580],
    ['a team of three at half: 9499 are 7850 and 1649; 20 % of 7850', 9499, 1649, 9499, 0, 1570],
    ['Pro with 23 % of a consumer in Lisbon: 6027 are 4900 and 1127; 20 % of 4900', 6027, 1127, 6027, 0, 980],
    ['2965 of 5929 given back: 2964 × 4900 / 5929 = 2449.6, 2450; 20 % of it', 5929, 1029, 5929, 2965, 490],
    ['all of it given back', 5929, 1029, 5929, 5929, 0],
    ['3000 of 5929 paid by credit: 2929 × 4900 / 5929 = 2420.7, 2421; 20 % are 484.2', 5929, 1029, 2929, 0, 484],
    ['one cent: 0.2 of one', 1, 0, 1, 0, 0],
    ['three cents: 0.6 of one', 3, 0, 3, 0, 1],
    ['10000.01: 200000.2', 1_000_001, 0, 1_000_001, 0, 200_000],
  ])('a share, and a welcome of as much: %s', async (_what, total, tax, paid, credited, share) => {
    const [referrer, came] = [randomUUID(), randomUUID()];
    await invoice({ account: came, total, tax, paid, credited });
    expect(await due(referrer, came, 'share')).toEqual([
      ['referral', share],
      ['welcome', share],
    ]);
  });

  test.each<
    [what: string, own: { total: number; reason?: string }[], interval: 'month' | 'year', month: number | null]
  >([
    [
      'what the last month cost, with its tax',
      [{ total: 2965 }, { total: 5929, reason: 'subscription_cycle' }],
      'month',
      5929,
    ],
    ['a year of 588.00 by twelve: 49.00', [{ total: 58_800 }], 'year', 4900],
    ['a year of 100.00 by twelve: 8.33', [{ total: 10_000 }], 'year', 833],
    ['a change of seats is no month', [{ total: 4900 }, { total: 700, reason: 'subscription_update' }], 'month', 4900],
    ['a month of nothing is none', [{ total: 4900 }, { total: 0, reason: 'subscription_cycle' }], 'month', 4900],
    ['nothing was ever paid: it waits', [], 'month', null],
  ])('a month: %s', async (_what, own, interval, month) => {
    const [referrer, came] = [randomUUID(), randomUUID()];
    const picture = JSON.stringify({ subscription: { items: [{ interval }] } });
    await db.admin`
      insert into guard.billing_account (account_id, provider, customer, picture) values (${referrer}, 'stripe', ${`cus_${referrer}`}, ${picture}::text::jsonb)`;
    for (const [n, each] of own.entries())
      await invoice({ account: referrer, at: `2026-01-0${n + 2}T10:00:00Z`, ...each });
    await invoice({ account: came, total: 4900 });
    expect(await due(referrer, came, 'month')).toEqual([
      ['referral', month],
      ['welcome', 980],
    ]);
  });

  test('thirty days to the second', async () => {
    const [referrer, came] = [randomUUID(), randomUUID()];
    await invoice({ account: came, total: 4900 });
    expect(await due(referrer, came, 'share', '2026-01-31T09:59:59Z')).toEqual([]);
    await db.admin`delete from guard.referral`;
    expect(await due(referrer, came, 'share', '2026-01-31T10:00:00Z')).toHaveLength(2);
  });
});
