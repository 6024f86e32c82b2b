import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { refund } from './money-back.ts';
import { reachStripe } from './stripe-client.ts';
import { type Billing, one, openBilling } from './testing/open-billing.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

// January has 31 days: from the 12th to the 1st of February are 20 of them
const START = '2026-01-01T00:00:00Z';
const THE_12TH = '2026-01-12T00:00:00Z';
const at = new Date(THE_12TH);

let open: Billing;
beforeEach(async () => {
  open = await openBilling(START);
});
afterEach(() => open.close());

const stateOf = (customer: string) => open.billing.fetchState(customer);

describe('an upgrade', () => {
  test('costs to the cent what its preview said, also when it is confirmed later, and is done once', async () => {
    const { customer, subscription } = await open.subscriber([one('starter'), one('seat', 2)]);
    await open.advance(THE_12TH);
    const lines = [one('pro'), one('seat', 3)];
    const preview = await open.billing.preview({ subscription, lines, at });
    // starter back: 2900 × 20 ÷ 31 = 1870.97; pro: 4900 × 20 ÷ 31 = 3161.29; seats: −1800 × 20 ÷ 31 = −1161.29, 2700 × 20 ÷ 31 = 1741.94
    // −1871 + 3161 − 1161 + 1742 = 1871, and 21 % of it is 392.91: by line −392.91 + 663.81 − 243.81 + 365.82
    expect(preview.lines.map(({ cents }) => cents).sort((a, b) => a - b)).toEqual([-1871, -1161, 1742, 3161]);
    expect(preview.lines.every(({ isProration }) => isProration)).toBe(true);
    expect(preview.lines.map(({ priceKey }) => priceKey).sort()).toEqual(['pro', 'seat', 'seat', 'starter']);
    expect(preview).toMatchObject({
      currency: 'EUR',
      subtotalCents: 1871,
      discountCents: 0,
      taxCents: 393,
      dueCents: 2264,
    });
    expect((await stateOf(customer)).invoices).toHaveLength(1);
    // by the provider's own clock it is the same, and it says when that was
    expect(await open.billing.preview({ subscription, lines, at: null })).toEqual(preview);
    await open.advance('2026-01-12T06:00:00Z');
    const request = open.request();
    const done = await open.billing.change({ subscription, lines, when: 'now', at }, request);
    const after = await stateOf(customer);
    expect(after.subscription).toMatchObject({ items: lines, waiting: null, status: 'active' });
    expect(after.invoices[0]).toMatchObject({
      status: 'paid',
      paidCents: preview.dueCents,
      totalCents: preview.totalCents,
    });
    expect(done).toEqual({ kind: 'done', invoice: after.invoices[0]?.id });
    // asked again, by the same request and by another one
    await open.billing.change({ subscription, lines, when: 'now', at }, request);
    expect(await open.billing.change({ subscription, lines, when: 'now', at }, open.request())).toEqual({
      ...{ kind: 'done', invoice: null },
    });
    expect((await stateOf(customer)).invoices).toHaveLength(2);
  });

  test.each([
    ['pm_card_chargeCustomerFail', 'declined', 'generic_decline'],
    ['pm_card_authenticationRequired', 'action', null],
  ] as const)('with %s changes nothing until it is paid', async (card, because, declineCode) => {
    const { customer, subscription } = await open.subscriber([one('starter')]);
    await open.giveCard(customer, card);
    await open.advance(THE_12TH);
    const change = await open.billing.change({ subscription, lines: [one('pro')], when: 'now', at }, open.request());
    const waiting = await stateOf(customer);
    const invoice = waiting.invoices[0];
    expect(change).toEqual({
      ...{ kind: 'waits', because, invoice: invoice?.id, url: invoice?.url, until: new Date('2026-01-12T23:00:00Z') },
    });
    expect(invoice).toMatchObject({ status: 'open', payment: because, declineCode, attempts: 1 });
    expect(waiting.subscription).toMatchObject({
      ...{ status: 'active', items: [one('starter')], waiting: { lines: [one('pro')] } },
    });
    await expect(open.billing.pay({ invoice: invoice?.id as string }, open.request())).rejects.toMatchObject(
      because === 'action'
        ? { code: 'billing.needsAction', params: { url: invoice?.url } }
        : { code: 'billing.cardDeclined', params: { reason: 'generic_decline' } },
    );
    await open.giveCard(customer, 'pm_card_visa');
    const request = open.request();
    await open.billing.pay({ invoice: invoice?.id as string }, request);
    await open.billing.pay({ invoice: invoice?.id as string }, request);
    expect(await stateOf(customer)).toMatchObject({
      ...{ subscription: { items: [one('pro')], waiting: null }, invoices: [{ status: 'paid' }, { status: 'paid' }] },
    });
  });

  test('from months to a year begins a year now, and gives back what is left of the month', async () => {
    const { customer, subscription } = await open.subscriber([one('pro')]);
    await open.advance(THE_12TH);
    const lines = [one('pro_year')];
    const preview = await open.billing.preview({ subscription, lines, at });
    // 4900 × 20 ÷ 31 = 3161.29 back
    expect(preview.lines.map(({ cents }) => cents)).toEqual([-3161, 49_000]);
    await open.billing.change({ subscription, lines, when: 'now', at }, open.request());
    const after = await stateOf(customer);
    expect(after.invoices[0]?.paidCents).toBe(preview.dueCents);
    expect(after.subscription).toMatchObject({
      periodEnd: new Date('2027-01-12T00:00:00Z'),
      items: [{ interval: 'year' }],
    });
  });
});

describe('a smaller order', () => {
  test('comes at the end of the period, keeps its discount, and gives nothing back', async () => {
    const { customer, subscription } = await open.subscriber([one('pro'), one('seat', 3)]);
    const { id: coupon } = await open.stripe.coupons.create({
      percent_off: 50,
      duration: 'repeating',
      duration_in_months: 3,
    });
    await open.stripe.subscriptions.update(subscription, { discounts: [{ coupon }] });
    await open.advance(THE_12TH);
    const lines = [one('starter'), one('seat')];
    const end = new Date('2026-02-01T00:00:00Z');
    expect(await open.billing.change({ subscription, lines, when: 'periodEnd' }, open.request())).toEqual({
      ...{ kind: 'planned', at: end },
    });
    expect((await stateOf(customer)).subscription).toMatchObject({
      ...{ items: [one('pro'), one('seat', 3)], planned: { lines, at: end }, discounts: [{ coupon, percent: 50 }] },
    });
    const [schedule] = (await open.stripe.subscriptionSchedules.list({ customer })).data;
    expect(schedule?.phases.map(({ automatic_tax }) => automatic_tax?.enabled)).toEqual([true, true]);
    // planned otherwise, in its place
    const less = [one('starter')];
    await open.billing.change({ subscription, lines: less, when: 'periodEnd' }, open.request());
    expect((await stateOf(customer)).subscription?.planned).toEqual({ lines: less, at: end });
    await open.advance('2026-02-01T02:00:00Z');
    const after = await stateOf(customer);
    expect(after).toMatchObject({ balanceCents: 0, subscription: { items: less, planned: null } });
    // 2900 ÷ 2 = 1450, and 21 % of it is 304.5
    expect(after.invoices.map(({ totalCents }) => totalCents)).toEqual([1755, 9196]);
    await open.advance('2026-03-01T02:00:00Z');
    expect((await stateOf(customer)).subscription).toMatchObject({ schedule: null, items: less });
  });

  test('that was planned is off when one takes it back, resumes, upgrades or cancels', async () => {
    const { customer, subscription } = await open.subscriber([one('pro')]);
    const plan = () =>
      open.billing.change({ subscription, lines: [one('starter')], when: 'periodEnd' }, open.request());
    await plan();
    await open.billing.resume({ subscription }, open.request());
    expect((await stateOf(customer)).subscription).toMatchObject({ planned: null, schedule: null });
    await plan();
    await open.billing.change(
      { subscription, lines: [one('pro'), one('seat')], when: 'now', at: new Date(START) },
      open.request(),
    );
    expect((await stateOf(customer)).subscription).toMatchObject({ planned: null, items: [one('pro'), one('seat')] });
    await plan();
    await open.billing.unplan({ subscription }, open.request());
    expect((await stateOf(customer)).subscription).toMatchObject({ planned: null, schedule: null });
    await plan();
    await open.billing.cancel({ subscription, when: 'periodEnd' }, open.request());
    // which is not taken back by that
    await open.billing.unplan({ subscription }, open.request());
    expect((await stateOf(customer)).subscription).toMatchObject({ planned: null, isEnding: true });
    await expect(plan()).rejects.toMatchObject({ code: 'billing.isEnding', kind: 'PRECONDITION' });
  });
});

test('a cancellation comes with the end of the period, can be taken back until then, or is at once', async () => {
  const { customer, subscription } = await open.subscriber([one('pro')]);
  const end = new Date('2026-02-01T00:00:00Z');
  await open.billing.cancel({ subscription, when: 'periodEnd', comment: 'too dear' }, open.request());
  expect((await stateOf(customer)).subscription).toMatchObject({ status: 'active', isEnding: true, endsAt: end });
  expect((await open.stripe.subscriptions.retrieve(subscription)).cancellation_details?.comment).toBe('too dear');
  await open.billing.resume({ subscription }, open.request());
  expect((await stateOf(customer)).subscription).toMatchObject({ isEnding: false, endsAt: null });
  await open.billing.cancel({ subscription, when: 'periodEnd' }, open.request());
  await open.advance('2026-02-01T00:00:01Z');
  expect((await stateOf(customer)).subscription).toMatchObject({
    ...{ status: 'canceled', endedAt: end, endedBecause: 'cancellation_requested', isEnding: false },
  });
  const other = await open.subscriber([one('pro')]);
  await open.billing.cancel({ subscription: other.subscription, when: 'now' }, open.request());
  await open.billing.cancel({ subscription: other.subscription, when: 'now' }, open.request());
  expect((await stateOf(other.customer)).subscription).toMatchObject({ status: 'canceled' });
});

describe('money back', () => {
  test('goes to the card with a credit note, once for a request, and never more than was paid', async () => {
    const { customer } = await open.subscriber([one('pro')]);
    const invoice = (await stateOf(customer)).invoices[0]?.id as string;
    const request = open.request();
    const part = { invoice, cents: 2000, memo: 'One week did not work' };
    const note = await open.billing.refund(part, request);
    expect(note).toEqual({
      ...{ creditNote: expect.stringMatching(/^cn_/), number: 'RECADO-0001-CN-01', cents: 2000 },
      refund: expect.stringMatching(/^re_/),
    });
    expect(await open.billing.refund(part, request)).toEqual(note);
    await expect(open.billing.refund({ ...part, cents: 5000 }, open.request())).rejects.toMatchObject({
      ...{ code: 'billing.refundTooHigh', params: { leftCents: 3929 } },
    });
    // 4900 and 21 %: 5929, of which 3929 are left
    expect(await open.billing.refund({ ...part, cents: null }, open.request())).toMatchObject({ cents: 3929 });
    expect((await stateOf(customer)).invoices[0]).toMatchObject({ paidCents: 5929, creditedCents: 5929 });
    const { data } = await open.stripe.refunds.list();
    expect(data.map(({ amount }) => amount)).toEqual([3929, 2000]);
  });

  test('is not for what nobody paid', async () => {
    const { customer } = await open.subscriber([one('pro')], 'pm_card_chargeCustomerFail');
    const invoice = (await stateOf(customer)).invoices[0]?.id as string;
    await expect(open.billing.refund({ invoice, cents: null, memo: 'x' }, open.request())).rejects.toMatchObject({
      ...{ code: 'billing.notPaid' },
    });
  });

  test('that somebody gave back at Stripe itself, with a note or without, does not go back twice, and the rest does', async () => {
    for (const [hand, rest] of [
      [(charge: string) => open.stripe.refunds.create({ charge, amount: 1000 }), 4929],
      [(charge: string) => open.stripe.refunds.create({ charge }), null],
      [
        (_: string, invoice: string) => open.stripe.creditNotes.create({ invoice, amount: 1000, refund_amount: 1000 }),
        4929,
      ],
    ] as const) {
      const { customer } = await open.subscriber([one('pro')]);
      const invoice = (await stateOf(customer)).invoices[0]?.id as string;
      const { data } = await open.stripe.charges.list({ customer });
      await hand(data[0]?.id as string, invoice);
      const back = open.billing.refund({ invoice, cents: null, memo: 'x' }, open.request());
      if (rest === null)
        await expect(back).rejects.toMatchObject({ code: 'billing.refundTooHigh', params: { leftCents: 0 } });
      else expect(await back).toMatchObject({ cents: rest });
      const [charge] = (await open.stripe.charges.list({ customer })).data;
      expect(charge).toMatchObject({ amount: 5929, amount_refunded: 5929 });
    }
  });

  test('of which somebody gives some back at the same moment is asked for again, and the rest goes then', async () => {
    const { customer } = await open.subscriber([one('pro')]);
    const invoice = (await stateOf(customer)).invoices[0]?.id as string;
    const [charge] = (await open.stripe.charges.list({ customer })).data;
    const reach = reachStripe({ secretKey: open.secretKey, webhookSecrets: [], api: open.api });
    const list = reach.stripe.creditNotes.list.bind(reach.stripe.creditNotes);
    let isFirst = true;
    reach.stripe.creditNotes.list = (async (...asked: Parameters<typeof list>) => {
      const found = await list(...asked);
      if (isFirst) await open.stripe.refunds.create({ charge: charge?.id as string, amount: 929 });
      isFirst = false;
      return found;
    }) as unknown as typeof list;
    const [asked, request] = [{ invoice, cents: null, memo: 'x' }, open.request()];
    await expect(refund(reach, asked, request)).rejects.toMatchObject({ code: 'billing.providerAway' });
    expect(await refund(reach, asked, request)).toMatchObject({ cents: 5000 });
    expect(await refund(reach, asked, request)).toMatchObject({ cents: 5000 });
    const { data } = await open.stripe.refunds.list({ charge: charge?.id as string });
    expect(data.map(({ amount }) => amount)).toEqual([5000, 929]);
  });
});
