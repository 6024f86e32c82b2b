import Stripe from 'stripe';
import { afterEach, describe, expect, test } from 'vitest';
import { type Account, at, openAccount } from './testing/open-account.ts';

let account: Account;
afterEach(() => account.close());

const iso = (seconds: number | undefined): string => new Date((seconds as number) * 1000).toISOString();
const item = (subscription: Stripe.Subscription) => subscription.items.data[0] as Stripe.SubscriptionItem;
const invoiceOf = (subscription: Stripe.Subscription) =>
  account.stripe.invoices.retrieve(subscription.latest_invoice as string);

test('a subscription renews on the days of its anchor, an hour as a draft each time', async () => {
  account = await openAccount('2026-01-31T10:00:00Z');
  const { stripe } = account;
  const price = await account.price(4900);
  const customer = await account.customer();
  const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  expect(made.status).toBe('active');
  expect(iso(item(made).current_period_end)).toBe('2026-02-28T10:00:00.000Z');

  await account.advance('2026-02-28T10:30:00Z');
  const draft = await invoiceOf(await stripe.subscriptions.retrieve(made.id));
  expect(draft).toMatchObject({ status: 'draft', billing_reason: 'subscription_cycle', total: 4900, number: null });
  expect([iso(draft.period_start), iso(draft.period_end)]).toEqual([
    '2026-01-31T10:00:00.000Z',
    '2026-02-28T10:00:00.000Z',
  ]);
  expect(iso(draft.lines.data[0]?.period.end)).toBe('2026-03-31T10:00:00.000Z');

  await account.advance('2026-04-30T11:00:00Z');
  const all = await stripe.invoices.list({ subscription: made.id });
  expect(all.data.map(({ status, amount_paid, number }) => [status, amount_paid, number])).toEqual([
    ['paid', 4900, 'RECADO-0004'],
    ['paid', 4900, 'RECADO-0003'],
    ['paid', 4900, 'RECADO-0002'],
    ['paid', 4900, 'RECADO-0001'],
  ]);
  expect(iso(item(await stripe.subscriptions.retrieve(made.id)).current_period_end)).toBe('2026-05-31T10:00:00.000Z');
  const told = await account.events(made.id);
  expect(told.filter((type) => type === 'invoice.upcoming')).toHaveLength(3);
  expect(told.slice(0, 3)).toEqual(['invoice.created', 'customer.subscription.created', 'invoice.finalized']);
});

describe('a change in the middle of a period', () => {
  // January has 31 days: from the 11th to the 31st are 20 of them after 11 have gone
  const start = async () => {
    account = await openAccount('2026-01-01T00:00:00Z');
    const [starter, pro] = [await account.price(2900, 'Starter'), await account.price(4900, 'Pro')];
    const customer = await account.customer();
    const subscription = await account.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: starter.id }],
    });
    await account.advance('2026-01-12T00:00:00Z');
    return { starter, pro, customer, subscription };
  };

  test('is billed at once, as the preview said to the cent', async () => {
    const { pro, subscription } = await start();
    const { stripe } = account;
    const items = [{ id: item(subscription).id, price: pro.id }];
    const proration_date = at('2026-01-12T00:00:00Z');
    const preview = await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items, proration_behavior: 'always_invoice', proration_date },
    });
    // back: 2900 × 20 ÷ 31 = 1870.97 → 1871; new: 4900 × 20 ÷ 31 = 3161.29 → 3161
    expect(preview.lines.data.map(({ amount }) => amount)).toEqual([-1871, 3161]);
    expect(preview).toMatchObject({ amount_due: 1290, total: 1290, status: 'draft' });
    expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(1);
    // six hours later the same moment is named
    await account.advance('2026-01-12T06:00:00Z');
    const changed = await stripe.subscriptions.update(subscription.id, {
      ...{ items, proration_date, proration_behavior: 'always_invoice', payment_behavior: 'pending_if_incomplete' },
    });
    const invoice = await invoiceOf(changed);
    expect(invoice).toMatchObject({
      status: 'paid',
      amount_paid: 1290,
      billing_reason: 'subscription_update',
      total: preview.total,
    });
    expect(invoice.lines.data.map(({ amount, period }) => [amount, period])).toEqual(
      preview.lines.data.map(({ amount, period }) => [amount, period]),
    );
    const first = (await stripe.invoices.list({ subscription: subscription.id })).data[1] as Stripe.Invoice;
    expect(invoice.lines.data[0]?.parent?.subscription_item_details).toMatchObject({
      proration: true,
      proration_details: { credited_items: { invoice: first.id, invoice_line_items: [first.lines.data[0]?.id] } },
    });
    expect(item(changed).price.id).toBe(pro.id);
  });

  test('waits for the next invoice when it is not billed at once, and gives back what was really debited', async () => {
    const { pro, starter, subscription } = await start();
    const { stripe } = account;
    const { id } = item(subscription);
    await stripe.subscriptions.update(subscription.id, { items: [{ id, price: pro.id }] });
    await account.advance('2026-01-22T00:00:00Z');
    await stripe.subscriptions.update(subscription.id, { items: [{ id, price: starter.id }] });
    const upcoming = await stripe.invoices.createPreview({ subscription: subscription.id });
    // on the 12th: −1871, +3161; on the 22nd half of that stretch is left: −3161 × 10 ÷ 20 = −1580.5 → −1581, and 2900 × 10 ÷ 31 = 935.48 → 935
    const amounts = [-1871, 3161, -1581, 935, 2900];
    expect(upcoming.lines.data.map(({ amount }) => amount)).toEqual(amounts);
    await account.advance('2026-02-01T01:00:00Z');
    const [renewal] = (await stripe.invoices.list({ subscription: subscription.id })).data;
    expect(renewal?.lines.data.map(({ amount }) => amount)).toEqual(amounts);
    expect(renewal).toMatchObject({ total: 3544, amount_paid: 3544, billing_reason: 'subscription_cycle' });
  });

  test('of seats counts each of them; fewer leave a credit on the balance that the next invoice takes', async () => {
    account = await openAccount('2026-01-01T00:00:00Z');
    const { stripe } = account;
    const [team, seat] = [await account.price(9900, 'Team'), await account.price(2900, 'Seat')];
    const customer = await account.customer();
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: team.id }, { price: seat.id, quantity: 2 }],
    });
    // 99 + 2 × 29 = 157
    expect(await invoiceOf(subscription)).toMatchObject({ total: 15_700 });
    await account.advance('2026-01-16T12:00:00Z');
    const seats = subscription.items.data[1] as Stripe.SubscriptionItem;
    const up = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: seats.id, quantity: 4 }],
      proration_behavior: 'always_invoice',
    });
    // half a month: −5800 ÷ 2 + 11600 ÷ 2 = 2900
    expect((await invoiceOf(up)).lines.data.map(({ amount }) => amount)).toEqual([-2900, 5800]);
    const down = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: seats.id, quantity: 3 }],
      proration_behavior: 'always_invoice',
    });
    // −5800 + 4350 = −1450 in the customer's favour
    expect(await invoiceOf(down)).toMatchObject({
      total: -1450,
      amount_due: 0,
      status: 'paid',
      starting_balance: 0,
      ending_balance: -1450,
    });
    await account.advance('2026-02-01T01:00:00Z');
    const renewal = await invoiceOf(await stripe.subscriptions.retrieve(subscription.id));
    // 9900 + 3 × 2900 = 18600, less 1450
    expect(renewal).toMatchObject({
      total: 18_600,
      starting_balance: -1450,
      ending_balance: 0,
      amount_due: 17_150,
      amount_paid: 17_150,
    });
    const moved = await stripe.customers.listBalanceTransactions(customer.id);
    expect(moved.data.map(({ amount, ending_balance }) => [amount, ending_balance])).toEqual([
      [1450, 0],
      [-1450, -1450],
    ]);
  });

  test('to a longer interval begins a new period now', async () => {
    const { subscription } = await start();
    const { stripe } = account;
    const yearly = await account.price(49_000, 'Pro', { recurring: { interval: 'year' } });
    const changed = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item(subscription).id, price: yearly.id }],
    });
    // −1871 of the month, and the whole year
    expect((await invoiceOf(changed)).lines.data.map(({ amount }) => amount)).toEqual([-1871, 49_000]);
    expect(iso(item(changed).current_period_end)).toBe('2027-01-12T00:00:00.000Z');
    expect(iso(changed.billing_cycle_anchor)).toBe('2026-01-12T00:00:00.000Z');
  });

  test('whose payment is refused waits, and comes with the money or is forgotten', async () => {
    const { pro, starter, customer, subscription } = await start();
    const { stripe } = account;
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: bad.id } });
    const ask = () =>
      stripe.subscriptions.update(subscription.id, {
        ...{
          items: [{ id: item(subscription).id, price: pro.id }],
          proration_behavior: 'always_invoice' as const,
          payment_behavior: 'pending_if_incomplete' as const,
        },
      });
    const waiting = await ask();
    expect(item(waiting).price.id).toBe(starter.id);
    expect(waiting).toMatchObject({ status: 'active', pending_update: { expires_at: at('2026-01-12T23:00:00Z') } });
    expect(waiting.pending_update?.subscription_items?.[0]?.price.id).toBe(pro.id);
    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await stripe.invoices.pay(waiting.latest_invoice as string, { payment_method: good.id });
    const applied = await stripe.subscriptions.retrieve(subscription.id);
    expect(item(applied).price.id).toBe(pro.id);
    expect(applied.pending_update).toBeNull();
    expect(await account.events(subscription.id)).toContain('customer.subscription.pending_update_applied');

    await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item(subscription).id, quantity: 2 }],
      proration_behavior: 'always_invoice',
      payment_behavior: 'pending_if_incomplete',
    });
    await account.advance('2026-01-13T00:00:00Z');
    const forgotten = await stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(forgotten.pending_update).toBeNull();
    expect(item(forgotten).quantity).toBe(1);
    expect(forgotten.latest_invoice).toMatchObject({ status: 'void' });
    await expect(
      stripe.subscriptions.update(subscription.id, { metadata: { a: 'b' }, payment_behavior: 'pending_if_incomplete' }),
    ).rejects.toMatchObject({ param: 'metadata' });
  });

  test('that must be paid or not happen does not happen', async () => {
    const { pro, starter, customer, subscription } = await start();
    const { stripe } = account;
    const bad = await stripe.paymentMethods.attach('pm_card_chargeDeclinedInsufficientFunds', {
      customer: customer.id,
    });
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: bad.id } });
    const refusal = await stripe.subscriptions
      .update(subscription.id, {
        items: [{ id: item(subscription).id, price: pro.id }],
        proration_behavior: 'always_invoice',
        payment_behavior: 'error_if_incomplete',
      })
      .catch((error) => error);
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(refusal).toMatchObject({ code: 'card_declined', decline_code: 'insufficient_funds' });
    const after = await stripe.subscriptions.retrieve(subscription.id);
    expect(item(after).price.id).toBe(starter.id);
    expect((await stripe.invoices.list({ subscription: subscription.id })).data).toHaveLength(1);
  });

  test('at the end of the period is planned by a schedule', async () => {
    const { pro, starter, subscription } = await start();
    const { stripe } = account;
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id });
    const [now] = schedule.phases;
    await stripe.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        {
          start_date: now?.start_date as number,
          end_date: now?.end_date as number,
          items: [{ price: starter.id, quantity: 1 }],
        },
        { items: [{ price: pro.id, quantity: 2 }], duration: { interval: 'month' }, proration_behavior: 'none' },
      ],
    });
    await expect(stripe.subscriptions.update(subscription.id, { cancel_at_period_end: true })).rejects.toThrow(
      'schedule',
    );
    await account.advance('2026-02-01T02:00:00Z');
    const moved = await stripe.subscriptions.retrieve(subscription.id, { expand: ['latest_invoice'] });
    expect(item(moved)).toMatchObject({ id: item(subscription).id, quantity: 2, price: { id: pro.id } });
    expect(moved.latest_invoice).toMatchObject({ total: 9800, billing_reason: 'subscription_cycle' });
    await account.advance('2026-03-01T02:00:00Z');
    const freed = await stripe.subscriptions.retrieve(subscription.id);
    expect(freed.schedule).toBeNull();
    expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe('released');
    expect(freed.status).toBe('active');
  });
});

describe('a trial', () => {
  const start = async (card: string | null, missing: 'pause' | 'cancel' | 'create_invoice') => {
    account = await openAccount('2026-01-01T00:00:00Z');
    const price = await account.price(4900);
    const customer = await account.customer(card);
    const subscription = await account.stripe.subscriptions.create({
      ...{ customer: customer.id, items: [{ price: price.id }], trial_period_days: 14 },
      trial_settings: { end_behavior: { missing_payment_method: missing } },
    });
    expect(subscription).toMatchObject({ status: 'trialing', trial_end: at('2026-01-15T00:00:00Z') });
    expect(await invoiceOf(subscription)).toMatchObject({ total: 0, status: 'paid' });
    return { customer, subscription };
  };
  const after = async (id: string) => {
    await account.advance('2026-01-15T01:00:00Z');
    return account.stripe.subscriptions.retrieve(id);
  };

  test('with a card is paid from its last day on, and was announced three days before', async () => {
    const { subscription } = await start('pm_card_visa', 'cancel');
    const live = await after(subscription.id);
    expect(live.status).toBe('active');
    expect(await invoiceOf(live)).toMatchObject({ amount_paid: 4900, billing_reason: 'subscription_cycle' });
    const { data } = await account.stripe.events.list({ type: 'customer.subscription.trial_will_end' });
    expect(data.map(({ created }) => iso(created))).toEqual(['2026-01-12T00:00:00.000Z']);
  });

  test('without a card pauses, and resumes when paid', async () => {
    const { customer, subscription } = await start(null, 'pause');
    expect((await after(subscription.id)).status).toBe('paused');
    expect(await account.events(subscription.id)).toContain('customer.subscription.paused');
    const { id } = await account.stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await account.stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: id } });
    const live = await account.stripe.subscriptions.resume(subscription.id, { billing_cycle_anchor: { type: 'now' } });
    expect(live.status).toBe('active');
    expect(iso(item(live).current_period_end)).toBe('2026-02-15T01:00:00.000Z');
    expect(await account.events(subscription.id)).toContain('customer.subscription.resumed');
  });

  test('without a card ends, or is billed and past due, as it was asked', async () => {
    const { subscription } = await start(null, 'cancel');
    expect((await after(subscription.id)).status).toBe('canceled');
    await account.close();
    const second = await start(null, 'create_invoice');
    expect((await after(second.subscription.id)).status).toBe('past_due');
  });
});

describe('a payment', () => {
  test('refused at a renewal is tried again after 1, 3, 5 and 7 days, and a new card mends it', async () => {
    account = await openAccount('2026-01-01T00:00:00Z');
    const { stripe } = account;
    const price = await account.price(4900);
    const customer = await account.customer('pm_card_okThenFails');
    const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    await account.advance('2026-02-01T01:00:00Z');
    const late = await stripe.subscriptions.retrieve(id);
    expect(late.status).toBe('past_due');
    expect(await invoiceOf(late)).toMatchObject({
      status: 'open',
      attempt_count: 1,
      next_payment_attempt: at('2026-02-02T01:00:00Z'),
    });
    await account.advance('2026-02-20T00:00:00Z');
    const { data } = await stripe.events.list({ type: 'invoice.payment_failed' });
    expect(data.map(({ created }) => iso(created).slice(5, 10)).reverse()).toEqual([
      '02-01',
      '02-02',
      '02-04',
      '02-06',
      '02-08',
    ]);
    expect(await invoiceOf(late)).toMatchObject({ attempt_count: 5, next_payment_attempt: null });
    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    await stripe.invoices.pay(late.latest_invoice as string, { payment_method: good.id });
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active');
    await expect(stripe.invoices.pay(late.latest_invoice as string)).rejects.toMatchObject({
      code: 'invoice_already_paid',
    });
  });

  test('refused when asked for by hand is an error whose attempt still counts', async () => {
    account = await openAccount();
    const { stripe } = account;
    const price = await account.price(4900);
    const customer = await account.customer('pm_card_chargeCustomerFail');
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    expect(made.status).toBe('incomplete');
    const refusal = await stripe.invoices.pay(made.latest_invoice as string).catch((error) => error);
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(refusal.payment_intent).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code: 'card_declined' },
    });
    expect(await invoiceOf(made)).toMatchObject({ attempt_count: 2, status: 'open' });
    await account.advance('2026-01-11T09:00:00Z');
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('incomplete_expired');
    await expect(
      stripe.subscriptions.create({
        customer: customer.id,
        items: [{ price: price.id }],
        payment_behavior: 'error_if_incomplete',
      }),
    ).rejects.toBeInstanceOf(Stripe.errors.StripeCardError);
    expect((await stripe.subscriptions.list({ customer: customer.id, status: 'all' })).data).toHaveLength(1);
  });

  test('that needs its holder waits for them', async () => {
    account = await openAccount();
    const { stripe } = account;
    const price = await account.price(4900);
    const customer = await account.customer('pm_card_authenticationRequiredOnSetup');
    const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
    expect(made.status).toBe('incomplete');
    expect(await account.events(made.id)).toContain('invoice.payment_action_required');
    const { data } = await stripe.invoicePayments.list({
      invoice: made.latest_invoice as string,
      expand: ['data.payment.payment_intent'],
    });
    const intent = data[0]?.payment.payment_intent as Stripe.PaymentIntent;
    expect(intent.status).toBe('requires_action');
    await account.control('authenticate', { payment_intent: intent.id });
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('active');
    await account.advance('2026-02-11T00:00:00Z');
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('active');
  });
});

test('an end at the period can be taken back, and comes if it is not', async () => {
  account = await openAccount('2026-01-01T00:00:00Z');
  const { stripe } = account;
  const price = await account.price(4900);
  const customer = await account.customer();
  const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  const ending = await stripe.subscriptions.update(id, {
    cancel_at_period_end: true,
    cancellation_details: { feedback: 'too_expensive' },
  });
  expect(ending).toMatchObject({ cancel_at_period_end: true, cancel_at: at('2026-02-01T00:00:00Z'), status: 'active' });
  expect(ending.cancellation_details).toMatchObject({ reason: 'cancellation_requested', feedback: 'too_expensive' });
  const kept = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
  expect(kept).toMatchObject({ cancel_at_period_end: false, cancel_at: null, canceled_at: null });
  await account.advance('2026-02-15T00:00:00Z');
  await stripe.subscriptions.update(id, { cancel_at_period_end: true });
  await account.advance('2026-03-02T00:00:00Z');
  const over = await stripe.subscriptions.retrieve(id);
  expect(over).toMatchObject({
    status: 'canceled',
    ended_at: at('2026-03-01T00:00:00Z'),
    canceled_at: at('2026-02-15T00:00:00Z'),
  });
  expect((await stripe.invoices.list({ subscription: id })).data).toHaveLength(2);
  expect((await account.events(id)).at(-1)).toBe('customer.subscription.deleted');
  await expect(stripe.subscriptions.cancel(id)).rejects.toMatchObject({ code: 'resource_missing' });
});
