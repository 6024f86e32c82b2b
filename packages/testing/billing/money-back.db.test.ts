import { randomUUID } from 'node:crypto';
import {
  askMoneyBack,
  giveMoneyBack,
  handOverInvoice,
  readMoneyBack,
  startCheckout,
  syncBilling,
} from '@recado/core/billing';
import type { FiscalInvoice } from '@recado/core/billing/contract';
import { connect } from '@recado/db';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { invoiceCredited } from '../../jobs/src/billing/on-invoice-credited.handler.ts';
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
  web = connect(db.webUrl, { name: 'money-back', max: 6 });
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
  await db.admin`delete from guard.money_back`;
  await db.admin`delete from guard.billed_invoice`;
  await db.admin`delete from jobs.outbox where name like 'billing/%'`;
  await world.close();
});

const one = (priceKey: string, quantity = 1) => ({ priceKey, quantity });
const PRO = [one('recado_pro_v1')];
const TEAM = [one('recado_team_v1'), one('recado_team_v1_seat', 2)];
const till = () => ({ provider: world.billing, publicUrl: 'http://localhost:4300' });
const as = async (it: BilledWorkspace, personId = it.owner.id, isProved = true) => {
  const ctx = await ownerAt({ db, web, now: world.now }, it, personId);
  if (!isProved) await db.admin`update guard.session set stepup_at = null where person_id = ${personId}`;
  return ctx;
};
const look = ({ customer }: BilledWorkspace) => syncBilling(world.services, world.billing, { customer });
const give = ({ accountId }: BilledWorkspace) => giveMoneyBack(world.services, world.billing, accountId);
const told = async (name: string) =>
  (await db.admin`select data from jobs.outbox where name = ${`billing/${name}`} order by id`).map(
    ({ data }) => data as Record<string, unknown>,
  );

/** Somebody who bought Pro on 10 January and went up to a team on the 20th. */
async function twoInvoices() {
  const it = await world.subscriber('pm_card_visa', PRO);
  await world.advance('2026-01-20T10:00:00Z');
  const subscription = await world.subscriptionOf(it.customer);
  await world.billing.change({ subscription, lines: TEAM, when: 'now', at: world.now() }, world.request());
  await look(it);
  const { invoices } = await world.billing.fetchState(it.customer);
  return { it, paid: invoices.reduce((all, { paidCents }) => all + paidCents, 0) };
}

describe('within thirty days of the first payment', () => {
  test('an owner has everything back, with a credit note for each invoice, and the subscription ends at once', async () => {
    const { it, paid } = await twoInvoices();
    const owner = await as(it);
    // 4900 on the 10th; on the 20th, with 21 of 31 days left: 15700 × 21/31 − 4900 × 21/31, by line
    expect(paid).toBe(4900 + 6706 + 3929 - 3319);
    expect(await readMoneyBack(owner, {})).toMatchObject({
      offer: { cents: paid, currency: 'EUR', until: new Date('2026-02-09T10:00:00Z') },
    });
    await askMoneyBack(owner, till(), {});
    expect(await readMoneyBack(owner, {})).toMatchObject({ offer: null, asked: { cents: paid, doneAt: null } });
    expect(await give(it)).toEqual({ cents: paid });
    await look(it);
    const { invoices, subscription } = await world.billing.fetchState(it.customer);
    expect(subscription).toMatchObject({ status: 'canceled' });
    expect(invoices.map(({ paidCents, creditedCents }) => paidCents - creditedCents)).toEqual([0, 0]);
    expect(await world.outcome(it)).toMatchObject({ state: 'cancelled', isStopped: true, workspaceIsClosed: true });
    const { asked } = await readMoneyBack(owner, {});
    expect(asked?.doneAt).not.toBe(null);
    expect(asked?.notes.map(({ number }) => number).sort()).toEqual([
      ...invoices.map(() => expect.stringMatching(/-CN-\d\d$/)),
    ]);
    const acts =
      await db.admin`select action from app.audit_entry where workspace_id = ${it.id} and action like 'billing/money%'`;
    expect(acts).toHaveLength(1);
    // the job that was interrupted and runs again gives nothing back twice
    await db.admin`update guard.money_back set done_at = null`;
    expect(await give(it)).toEqual({ cents: paid });
    expect((await world.stripe.refunds.list()).data).toHaveLength(2);
  });

  test('an invoice that is too old for what is read of the provider at once is given back all the same', async () => {
    const { it, paid } = await twoInvoices();
    await askMoneyBack(await as(it), till(), {});
    const short = {
      ...world.billing,
      fetchState: async (customer: string) => {
        const picture = await world.billing.fetchState(customer);
        return { ...picture, invoices: picture.invoices.slice(0, 1) };
      },
    };
    expect(await giveMoneyBack(world.services, short, it.accountId)).toEqual({ cents: paid });
  });

  test('what somebody gave back at the provider itself does not keep the rest from going back', async () => {
    const { it, paid } = await twoInvoices();
    await askMoneyBack(await as(it), till(), {});
    const { data } = await world.stripe.charges.list({ customer: it.customer });
    const [second, first] = data;
    await world.stripe.refunds.create({ charge: first?.id as string, amount: 900 });
    await world.stripe.refunds.create({ charge: second?.id as string });
    expect(await give(it)).toEqual({ cents: 4000 });
    const back = (await world.stripe.charges.list({ customer: it.customer })).data;
    expect(back.reduce((all, { amount_refunded }) => all + amount_refunded, 0)).toBe(paid);
  });

  test('twenty presses at once ask once, and so do a second and a later one', async () => {
    const { it, paid } = await twoInvoices();
    const owner = await as(it);
    const presses = await Promise.allSettled(Array.from({ length: 20 }, () => askMoneyBack(owner, till(), {})));
    expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await told('money_back.asked')).toEqual([{ accountId: it.accountId }]);
    // what were bought now would be ended with the rest
    await expect(startCheckout(owner, till(), { plan: 'pro', request: randomUUID() })).rejects.toMatchObject({
      code: 'billing.moneyBackUnderWay',
    });
    await Promise.all([give(it), give(it), give(it)]);
    const mails = async () =>
      (
        await db.admin`select 1 from guard.outgoing_mail where recipient = ${it.owner.email} and template = 'money-returned'`
      ).length;
    expect(await mails()).toBe(1);
    await db.admin`select guard.settle_money_back(${it.accountId}, 1, '[]', ${Buffer.from('x')})`;
    expect(await mails()).toBe(1);
    const { data } = await world.stripe.refunds.list();
    expect(data.reduce((all, { amount }) => all + amount, 0)).toBe(paid);
    // bought again: it is once for an account
    await world.subscribe(it.customer, PRO);
    await look(it);
    expect(await readMoneyBack(owner, {})).toMatchObject({ offer: null });
    await expect(askMoneyBack(owner, till(), {})).rejects.toMatchObject({ code: 'billing.moneyBackAsked' });
  });

  test('everything that is known goes back, also where the clock here is behind that of the provider', async () => {
    const { it, paid } = await twoInvoices();
    const owner = await as(it);
    const behind = { ...owner, clock: { now: () => new Date(world.now().getTime() - 3_600_000) } } as typeof owner;
    await askMoneyBack(behind, till(), {});
    expect(await give(it)).toEqual({ cents: paid });
    expect((await world.billing.fetchState(it.customer)).subscription).toMatchObject({ status: 'canceled' });
  });

  test('what is bought while it is still on its way is left alone', async () => {
    const { it, paid } = await twoInvoices();
    await askMoneyBack(await as(it), till(), {});
    const former = await world.subscriptionOf(it.customer);
    await world.control('clock', { by: 3_600 });
    await world.subscribe(it.customer, PRO);
    await look(it);
    expect(await give(it)).toEqual({ cents: paid });
    const { subscription, strays, invoices } = await world.billing.fetchState(it.customer);
    expect([subscription?.status, subscription?.id === former, strays]).toEqual(['active', false, []]);
    expect(invoices.map(({ paidCents, creditedCents }) => paidCents - creditedCents).sort((a, b) => b - a)).toEqual([
      4900, 0, 0,
    ]);
  });

  test('ends to the second; renewals in between change nothing', async () => {
    const it = await world.subscriber('pm_card_visa', PRO);
    await look(it);
    const owner = await as(it);
    await world.advance('2026-02-09T10:00:00Z');
    expect((await readMoneyBack(owner, {})).offer).toMatchObject({ cents: 4900 });
    await world.advance('2026-02-09T10:00:01Z');
    expect((await readMoneyBack(owner, {})).offer).toBe(null);
    await expect(askMoneyBack(owner, till(), {})).rejects.toMatchObject({ code: 'billing.moneyBackLate' });
    await world.advance('2026-02-10T14:00:00Z');
    await look(it);
    await expect(askMoneyBack(owner, till(), {})).rejects.toMatchObject({ code: 'billing.moneyBackLate' });
  });

  test('takes a fresh proof in its own transaction, an owner, and something that was paid', async () => {
    const it = await world.subscriber('pm_card_visa', PRO);
    const owner = await as(it);
    await expect(askMoneyBack(owner, till(), {})).rejects.toMatchObject({ code: 'billing.notPaid' });
    await look(it);
    await expect(askMoneyBack(await as(it, it.owner.id, false), till(), {})).rejects.toMatchObject({
      code: 'identity.stepUpNeeded',
    });
    const admin = await makePerson(db.admin);
    await addMember(db.admin, it.id, admin, 'admin');
    await expect(askMoneyBack(await as(it, admin.id), till(), {})).rejects.toMatchObject({ code: 'kernel.forbidden' });
    expect(await told('money_back.asked')).toEqual([]);
  });
});

describe('what the provider says of invoices', () => {
  test('is told once when one is paid and once for what is given back, however often it is read', async () => {
    const { it } = await twoInvoices();
    await look(it);
    await look(it);
    const { invoices } = await world.billing.fetchState(it.customer);
    expect((await told('invoice.paid')).map(({ invoice }) => invoice).sort()).toEqual(
      invoices.map(({ id }) => id).sort(),
    );
    const [, first] = invoices;
    const request = world.request();
    await world.billing.refund({ invoice: first?.id as string, cents: 1000, memo: 'x' }, request);
    await look(it);
    await look(it);
    await world.billing.refund({ invoice: first?.id as string, cents: 500, memo: 'x' }, world.request());
    await look(it);
    expect(await told('invoice.credited')).toMatchObject([
      { invoice: first?.id, cents: 1000, creditedCents: 1000 },
      { invoice: first?.id, cents: 500, creditedCents: 1500 },
    ]);
    expect(await told('invoice.paid')).toHaveLength(2);
  });

  test('is told to the owners once for each credit that they did not ask for themselves, under retries too', async () => {
    const { it } = await twoInvoices();
    const mails = async () =>
      (
        await db.admin`select 1 from guard.outgoing_mail where recipient = ${it.owner.email} and template = 'invoice-credited'`
      ).length;
    const hear = async (data: Record<string, unknown>) => {
      const steps = { run: async (_id: string, act: () => unknown) => await act() };
      const event = { id: 'e', name: 'billing/invoice.credited', at: world.now(), data };
      await invoiceCredited({ event, steps, services: { ...world.services, fiscal: null } } as never);
    };
    const { invoices } = await world.billing.fetchState(it.customer);
    const [, first] = invoices;
    for (const cents of [1000, 500]) {
      await world.billing.refund({ invoice: first?.id as string, cents, memo: 'x' }, world.request());
      await look(it);
    }
    const [one, two] = await told('invoice.credited');
    await Promise.all([one, one, one].map((each) => hear(each as Record<string, unknown>)));
    expect(await mails()).toBe(1);
    await hear(two as Record<string, unknown>);
    await hear(one as Record<string, unknown>);
    expect(await mails()).toBe(2);
    // what they ask back has its own mail
    await askMoneyBack(await as(it), till(), {});
    await give(it);
    await look(it);
    const rest = (await told('invoice.credited')).slice(2);
    expect(rest).toHaveLength(2);
    for (const each of rest) await hear(each);
    expect(await mails()).toBe(2);
  });

  test('goes to whoever writes fiscal invoices once, with its sums and its buyer; what failed goes again', async () => {
    const it = await world.subscriber('pm_card_visa', PRO);
    await look(it);
    const [paid] = await told('invoice.paid');
    const handed: FiscalInvoice[] = [];
    let isAway = true;
    const fiscal = {
      async issue(invoice: FiscalInvoice) {
        handed.push(invoice);
        if (isAway) throw new Error('away');
        return { reference: 'F-1' };
      },
    };
    const hand = () => handOverInvoice(world.services, fiscal, paid?.invoice as string);
    await expect(hand()).rejects.toThrow();
    isAway = false;
    expect(await hand()).toEqual({ reference: 'F-1' });
    expect(await hand()).toEqual({ reference: null });
    expect(handed).toHaveLength(2);
    expect(handed[1]).toMatchObject({ id: paid?.invoice, totalCents: 4900, taxCents: 0, currency: 'EUR', buyer: null });
  });
});
