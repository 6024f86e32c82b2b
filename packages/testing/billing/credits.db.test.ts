import { bookCredit, syncBilling, syncDispute } from '@recado/core/billing';
import { confirmSla, enterSla, listDisputes, listMoneyBack, listSla } from '@recado/core/operations';
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
  web = connect(db.webUrl, { name: 'credits', max: 6 });
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
  for (const table of ['account_credit', 'sla_month', 'dispute', 'billed_invoice'])
    await db.admin.unsafe(`delete from guard.${table}`);
  await db.admin`delete from jobs.outbox where name like 'billing/%'`;
  await world.close();
});

const PRO = [{ priceKey: 'recado_pro_v1', quantity: 1 }];
const AGENCY = [{ priceKey: 'recado_agency_v1', quantity: 1 }];
const look = ({ customer }: BilledWorkspace) => syncBilling(world.services, world.billing, { customer });
const staffOf = (isStaff = true) => staffAt({ db, web, now: world.now }, isStaff);
const told = async (name: string) =>
  (await db.admin`delete from jobs.outbox where name = ${`billing/${name}`} returning data`).map(({ data }) => data);
const book = async () => {
  for (const data of await told('credit.made')) await bookCredit(world.services, world.billing, data as never);
};
const total = async ({ customer }: BilledWorkspace) => (await world.billing.fetchState(customer)).invoices[0];

describe('a month in which the product was not there', () => {
  test('is worth a share of what was paid in it to everybody, on their next invoice, once, when the staff confirms it', async () => {
    const [small, large] = [
      await world.subscriber('pm_card_visa', PRO),
      await world.subscriber('pm_card_visa', AGENCY),
    ];
    for (const each of [small, large]) await look(each);
    const staff = await staffOf();
    // January runs still
    await expect(enterSla(staff, { month: '2026-01', uptime: 94 })).rejects.toMatchObject({
      code: 'operations.slaShut',
    });
    await world.advance('2026-02-02T10:00:00Z');
    expect(await enterSla(staff, { month: '2026-01', uptime: 98.5 })).toEqual({ percent: 10 });
    // entered again while it is not confirmed: 25 % of 4900 is 1225, of 14900 it is 3725
    expect(await enterSla(staff, { month: '2026-01', uptime: 94.999 })).toEqual({ percent: 25 });
    expect(await listSla(staff, {})).toMatchObject([
      { month: '2026-01', uptime: 94.999, percent: 25, accounts: 2, cents: 1225 + 3725, confirmedAt: null, booked: 0 },
    ]);
    expect(await told('credit.made')).toEqual([]);
    // what somebody else looked at before
    await expect(confirmSla(staff, { month: '2026-01', percent: 10 })).rejects.toMatchObject({
      code: 'operations.slaShut',
    });
    const confirmed = await Promise.allSettled(
      Array.from({ length: 5 }, () => confirmSla(staff, { month: '2026-01', percent: 25 })),
    );
    expect(confirmed.filter(({ status }) => status === 'fulfilled')).toMatchObject([{ value: { accounts: 2 } }]);
    await book();
    // a job that runs again books nothing again, whether it was written down or not
    const cause = { kind: 'sla', subject: '2026-01', accountId: small.accountId };
    expect(await bookCredit(world.services, world.billing, cause)).toEqual({ cents: 0 });
    await db.admin`update guard.account_credit set booked_at = null`;
    await bookCredit(world.services, world.billing, cause);
    // days later Stripe knows the key no more
    await world.control('clock', { by: 3 * 86_400 });
    await db.admin`update guard.account_credit set booked_at = null`;
    await bookCredit(world.services, world.billing, cause);
    expect((await world.billing.fetchState(small.customer)).balanceCents).toBe(-1225);
    await world.advance('2026-02-10T14:00:00Z');
    // 4900 − 1225 and 14900 − 3725
    expect(await total(small)).toMatchObject({ status: 'paid', totalCents: 4900, paidCents: 3675 });
    expect(await total(large)).toMatchObject({ status: 'paid', totalCents: 14_900, paidCents: 11_175 });
    await expect(enterSla(staff, { month: '2026-01', uptime: 50 })).rejects.toMatchObject({
      code: 'operations.slaShut',
    });
  });

  test('that was there is worth nothing, and nobody but the staff says how it was', async () => {
    const it = await world.subscriber('pm_card_visa', PRO);
    await look(it);
    await world.advance('2026-02-02T10:00:00Z');
    const staff = await staffOf();
    expect(await enterSla(staff, { month: '2026-01', uptime: 99 })).toEqual({ percent: 0 });
    await expect(confirmSla(staff, { month: '2026-01', percent: 10 })).rejects.toMatchObject({
      code: 'operations.slaShut',
    });
    const stranger = await staffOf(false);
    for (const call of [
      () => enterSla(stranger, { month: '2026-01', uptime: 1 }),
      () => confirmSla(stranger, { month: '2026-01', percent: 10 }),
      () => listSla(stranger, {}),
      () => listDisputes(stranger, {}),
      () => listMoneyBack(stranger, {}),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'kernel.unknownProcedure' });
  });
});

test('what a bank disputes is told to the staff, opened and decided, and nothing is taken from the account by it', async () => {
  const it = await world.subscriber('pm_card_visa', PRO);
  await world.tell('in order');
  const { data } = await world.stripe.charges.list({ customer: it.customer });
  const opened = (await world.control('disputes', { charge: data[0]?.id, reason: 'fraudulent' })) as { id: string };
  await world.control('flush', {});
  const staff = await staffOf();
  const hear = async () => {
    for (const { dispute } of (await told('dispute.changed')) as { dispute: string }[])
      await syncDispute(world.services, world.billing, dispute);
  };
  await hear();
  expect(await listDisputes(staff, {})).toMatchObject([
    {
      id: opened.id,
      accountId: it.accountId,
      status: 'needs_response',
      reason: 'fraudulent',
      cents: 4900,
      currency: 'EUR',
    },
  ]);
  await world.tell('in order');
  expect(await world.outcome(it)).toMatchObject({ plan: 'pro', state: 'active', isStopped: false });
  await world.control('disputes', { dispute: opened.id, outcome: 'lost' });
  await world.control('flush', {});
  await hear();
  expect(await listDisputes(staff, {})).toMatchObject([{ id: opened.id, status: 'lost' }]);
  expect(await world.outcome(it)).toMatchObject({ plan: 'pro', state: 'active', isStopped: false });
  // of somebody who is not ours nothing is written
  const { id: stranger } = await world.customer('pm_card_visa');
  await world.subscribe(stranger, PRO);
  const theirs = await world.stripe.charges.list({ customer: stranger });
  await world.control('disputes', { charge: theirs.data[0]?.id });
  await world.control('flush', {});
  await hear();
  expect(await listDisputes(staff, {})).toHaveLength(1);
});
