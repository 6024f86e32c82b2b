import Stripe from 'stripe';
import { afterEach, expect, test } from 'vitest';
import { type Account, openAccount } from './testing/open-account.ts';

let account: Account;
afterEach(() => account.close());

const invoiceOf = (subscription: Stripe.Subscription) =>
  account.stripe.invoices.retrieve(subscription.latest_invoice as string);
const latest = async (id: string) => invoiceOf(await account.stripe.subscriptions.retrieve(id));

test('a coupon for one invoice, for months, and for ever', async () => {
  account = await openAccount('2026-01-01T00:00:00Z');
  const { stripe } = account;
  const price = await account.price(4900);
  const coupons = [
    await stripe.coupons.create({ percent_off: 20, duration: 'once' }),
    await stripe.coupons.create({ percent_off: 50, duration: 'repeating', duration_in_months: 3 }),
    await stripe.coupons.create({ amount_off: 500, currency: 'eur', duration: 'forever' }),
  ];
  const made = await Promise.all(
    coupons.map(async ({ id }) =>
      stripe.subscriptions.create({
        customer: (await account.customer()).id,
        items: [{ price: price.id }],
        discounts: [{ coupon: id }],
      }),
    ),
  );
  const totals: number[][] = [[], [], []];
  for (const month of ['01', '02', '03', '04', '05']) {
    await account.advance(`2026-${month}-01T02:00:00Z`);
    for (const [index, { id }] of made.entries()) totals[index]?.push((await latest(id)).total);
  }
  // 4900 − 980; three months of half; 4900 − 500 always
  expect(totals).toEqual([
    [3920, 4900, 4900, 4900, 4900],
    [2450, 2450, 2450, 4900, 4900],
    [4400, 4400, 4400, 4400, 4400],
  ]);
  expect((await stripe.subscriptions.retrieve(made[1]?.id as string)).discounts).toEqual([]);
  expect((await stripe.coupons.retrieve(coupons[0]?.id as string)).times_redeemed).toBe(1);
});

test('a coupon for one invoice is not used up by a trial, nor counted again in a later change', async () => {
  account = await openAccount('2026-01-01T00:00:00Z');
  const { stripe } = account;
  const [price, bigger] = [await account.price(4900), await account.price(9800, 'Team')];
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'once' });
  const customer = await account.customer();
  const { id, items } = await stripe.subscriptions.create({
    ...{
      customer: customer.id,
      items: [{ price: price.id }],
      discounts: [{ coupon: coupon.id }],
      trial_period_days: 31,
    },
  });
  await account.advance('2026-02-01T02:00:00Z');
  expect((await latest(id)).total).toBe(3920);
  // half of February: what is given back is half of the 3920 that were debited, not of 4900
  await account.advance('2026-02-15T00:00:00Z');
  await stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id as string, price: bigger.id }],
    proration_behavior: 'always_invoice',
  });
  expect((await latest(id)).lines.data.map(({ amount }) => amount)).toEqual([-1960, 4900]);
});

test('a percentage for months is in what a change debits and gives back', async () => {
  account = await openAccount('2026-02-01T00:00:00Z');
  const { stripe } = account;
  const [price, bigger] = [await account.price(4900), await account.price(9800, 'Team')];
  const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'repeating', duration_in_months: 3 });
  const customer = await account.customer();
  const { id, items } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    discounts: [{ coupon: coupon.id }],
  });
  await account.advance('2026-02-15T00:00:00Z');
  await stripe.subscriptions.update(id, {
    items: [{ id: items.data[0]?.id as string, price: bigger.id }],
    proration_behavior: 'always_invoice',
  });
  // half a month: −(4900 × 50 %) ÷ 2, and 9800 ÷ 2 × 50 %
  expect(await latest(id)).toMatchObject({ total: 1225 });
  expect((await latest(id)).lines.data.map(({ amount }) => amount)).toEqual([-1225, 2450]);
});

test('promotion codes: for first purchases, so many times, until a day', async () => {
  account = await openAccount('2026-01-01T00:00:00Z');
  const { stripe } = account;
  const price = await account.price(4900);
  const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'once' });
  const code = await stripe.promotionCodes.create({
    ...{
      promotion: { type: 'coupon', coupon: coupon.id },
      code: 'HOLA20',
      max_redemptions: 2,
      restrictions: { first_time_transaction: true },
    },
  });
  expect(code.promotion).toEqual({ type: 'coupon', coupon: coupon.id });
  const ana = await account.customer();
  const buy = async (customer: string) =>
    stripe.subscriptions.create({ customer, items: [{ price: price.id }], discounts: [{ promotion_code: code.id }] });
  const made = await buy(ana.id);
  expect((await invoiceOf(made)).total_discount_amounts).toEqual([
    { amount: 980, discount: (await invoiceOf(made)).discounts[0] },
  ]);
  await expect(buy(ana.id)).rejects.toThrow('prior transactions');
  await buy((await account.customer()).id);
  await expect(buy((await account.customer()).id)).rejects.toThrow('not active');
  expect((await stripe.promotionCodes.list({ code: 'hola20' })).data[0]).toMatchObject({
    active: false,
    times_redeemed: 2,
  });
});

test('IVA by line after discounts, and none in the Canary Islands', async () => {
  account = await openAccount();
  const { stripe } = account;
  const [team, seat] = [
    await account.price(9900, 'Team', { tax_behavior: 'exclusive' }),
    await account.price(2999, 'Seat', { tax_behavior: 'exclusive' }),
  ];
  const coupon = await stripe.coupons.create({ percent_off: 15, duration: 'once' });
  const buy = async (postal_code: string) => {
    const customer = await account.customer('pm_card_visa', { country: 'ES', postal_code });
    return invoiceOf(
      await stripe.subscriptions.create({
        ...{ customer: customer.id, items: [{ price: team.id }, { price: seat.id, quantity: 3 }] },
        ...{ automatic_tax: { enabled: true }, discounts: [{ coupon: coupon.id }] },
      }),
    );
  };
  const madrid = await buy('28001');
  // 9900 − 1485 = 8415, × 21 % = 1767.15 → 1767; 8997 − 1349.55 → 1350 = 7647, × 21 % = 1605.87 → 1606
  expect(madrid).toMatchObject({ subtotal: 18_897, total_excluding_tax: 16_062, total: 19_435, amount_paid: 19_435 });
  expect(madrid.lines.data.map(({ taxes }) => taxes?.[0]?.amount)).toEqual([1767, 1606]);
  expect(madrid.total_taxes).toEqual([
    {
      ...{
        amount: 3373,
        tax_behavior: 'exclusive',
        taxability_reason: 'standard_rated',
        taxable_amount: 16_062,
        type: 'tax_rate_details',
      },
      tax_rate_details: { tax_rate: 'txr_es_2100_exclusive' },
    },
  ]);
  expect(await stripe.taxRates.retrieve('txr_es_2100_exclusive')).toMatchObject({
    percentage: 21,
    display_name: 'IVA',
    country: 'ES',
  });
  const canary = await buy('35001');
  expect(canary).toMatchObject({ total: 16_062, total_taxes: [{ amount: 0, taxability_reason: 'not_collecting' }] });
});

test('reverse charge begins when VIES says yes, and not before', async () => {
  account = await openAccount('2026-01-01T00:00:00Z');
  const { stripe } = account;
  const price = await account.price(10_000);
  const buyer = await account.customer('pm_card_visa', { country: 'DE', postal_code: '10115' });
  const buy = async () =>
    invoiceOf(
      await stripe.subscriptions.create({
        customer: buyer.id,
        items: [{ price: price.id }],
        automatic_tax: { enabled: true },
      }),
    );
  await account.control('vies', {
    value: 'DE 123 456 789',
    status: 'verified',
    name: 'Muster GmbH',
    address: 'Berlin',
  });
  const taxId = await stripe.customers.createTaxId(buyer.id, { type: 'eu_vat', value: 'DE123456789' });
  expect(taxId).toMatchObject({ country: 'DE', verification: { status: 'pending' } });
  expect(await buy()).toMatchObject({ total: 11_900, total_taxes: [{ amount: 1900 }] });
  await account.advance('2026-01-01T00:00:10Z');
  expect(await stripe.customers.retrieveTaxId(buyer.id, taxId.id)).toMatchObject({
    verification: { status: 'verified', verified_name: 'Muster GmbH' },
  });
  expect(await account.events(taxId.id)).toEqual(['customer.tax_id.created', 'customer.tax_id.updated']);
  const reversed = await buy();
  expect(reversed).toMatchObject({ total: 10_000, total_taxes: [{ amount: 0, taxability_reason: 'reverse_charge' }] });
  expect(reversed.customer_tax_ids).toEqual([{ type: 'eu_vat', value: 'DE123456789' }]);
  // VIES changes its mind
  await account.control('vies', { value: 'DE123456789', status: 'unverified' });
  await account.advance('2026-01-01T00:00:20Z');
  expect(await buy()).toMatchObject({ total: 11_900 });
  const magic = await Promise.all(
    ['FR00000000000', 'FR11111111111', 'FR22222222222'].map((value) =>
      stripe.customers.createTaxId(buyer.id, { type: 'eu_vat', value }),
    ),
  );
  await account.advance('2026-01-01T00:01:00Z');
  const said = await Promise.all(magic.map(({ id }) => stripe.customers.retrieveTaxId(buyer.id, id)));
  expect(said.map(({ verification }) => verification?.status)).toEqual(['verified', 'unverified', 'pending']);
  await expect(stripe.customers.createTaxId(buyer.id, { type: 'eu_vat', value: 'US123' })).rejects.toMatchObject({
    code: 'tax_id_invalid',
  });
});

test('tax cannot be computed for somebody who is nowhere', async () => {
  account = await openAccount();
  const price = await account.price(100);
  const customer = await account.stripe.customers.create({ email: 'x@example.com' });
  await expect(
    account.stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      automatic_tax: { enabled: true },
    }),
  ).rejects.toMatchObject({ code: 'customer_tax_location_invalid' });
});

test('credit of a referral pays first, and less than fifty cents waits', async () => {
  account = await openAccount('2026-01-01T00:00:00Z');
  const { stripe } = account;
  const price = await account.price(2900);
  const customer = await account.customer();
  const give = () =>
    stripe.customers.createBalanceTransaction(
      customer.id,
      { amount: -2880, currency: 'eur', description: 'referral' },
      { idempotencyKey: 'referral-1' },
    );
  await give();
  await give();
  const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  // 2900 − 2880 = 20: too little for a card
  expect(await invoiceOf(made)).toMatchObject({
    starting_balance: -2880,
    ending_balance: 20,
    amount_due: 0,
    status: 'paid',
  });
  await account.advance('2026-02-01T02:00:00Z');
  expect(await latest(made.id)).toMatchObject({
    starting_balance: 20,
    ending_balance: 0,
    amount_due: 2920,
    amount_paid: 2920,
  });
});

test('money goes back to the card, in part and in whole, with and without a credit note', async () => {
  account = await openAccount();
  const { stripe } = account;
  const price = await account.price(10_000);
  const customer = await account.customer();
  const made = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    automatic_tax: { enabled: true },
  });
  const invoice = await invoiceOf(made);
  const { data } = await stripe.invoicePayments.list({ invoice: invoice.id as string });
  const intent = data[0]?.payment.payment_intent as string;
  // a quarter of 121.00 is 30.25: 25.00 and 5.25 of tax
  const note = await stripe.creditNotes.create({
    invoice: invoice.id as string,
    amount: 3025,
    refund_amount: 3025,
    reason: 'order_change',
  });
  expect(note).toMatchObject({
    amount: 3025,
    subtotal: 2500,
    total_taxes: [{ amount: 525, taxable_amount: 2500 }],
    type: 'post_payment',
    number: 'RECADO-0001-CN-01',
  });
  expect(await stripe.refunds.retrieve(note.refunds[0]?.refund as string)).toMatchObject({
    amount: 3025,
    status: 'succeeded',
  });
  await expect(stripe.refunds.create({ payment_intent: intent, amount: 9076 })).rejects.toMatchObject({
    param: 'amount',
  });
  const rest = await stripe.refunds.create({ payment_intent: intent });
  expect(rest.amount).toBe(9075);
  const charge = await stripe.charges.retrieve(rest.charge as string, { expand: ['refunds'] });
  expect(charge).toMatchObject({ refunded: true, amount_refunded: 12_100 });
  expect(charge.refunds?.data).toHaveLength(2);
  await expect(stripe.refunds.create({ payment_intent: intent })).rejects.toMatchObject({
    code: 'charge_already_refunded',
  });
  const linked = await stripe.creditNotes.create({
    invoice: invoice.id as string,
    amount: 9075,
    refunds: [{ refund: rest.id, amount_refunded: 9075 }],
  });
  expect(linked.refunds).toMatchObject([{ refund: rest.id, amount_refunded: 9075 }]);
  expect(await stripe.invoices.retrieve(invoice.id as string)).toMatchObject({
    post_payment_credit_notes_amount: 12_100,
    status: 'paid',
  });
  expect((await account.events(charge.id)).filter((type) => type === 'charge.refunded')).toHaveLength(2);
});

test('a credit note on what is open lowers it, and to the balance pays the next one', async () => {
  account = await openAccount('2026-01-01T00:00:00Z');
  const { stripe } = account;
  const price = await account.price(10_000);
  const customer = await account.customer('pm_card_chargeCustomerFail');
  const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  await stripe.creditNotes.create({ invoice: made.latest_invoice as string, amount: 4000 });
  expect(await invoiceOf(made)).toMatchObject({
    amount_due: 6000,
    pre_payment_credit_notes_amount: 4000,
    status: 'open',
  });
  const good = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: good.id } });
  await stripe.invoices.pay(made.latest_invoice as string);
  expect(await invoiceOf(made)).toMatchObject({ amount_paid: 6000, status: 'paid' });
  await stripe.creditNotes.create({ invoice: made.latest_invoice as string, amount: 1000, credit_amount: 1000 });
  await expect(
    stripe.creditNotes.create({ invoice: made.latest_invoice as string, amount: 1000 }),
  ).rejects.toMatchObject({ code: 'credit_note_amount_mismatch' });
  await account.advance('2026-02-01T02:00:00Z');
  expect(await latest(made.id)).toMatchObject({ amount_paid: 9000, starting_balance: -1000 });
});

test('a dispute is told, and ends', async () => {
  account = await openAccount();
  const { stripe } = account;
  const price = await account.price(4900);
  const customer = await account.customer('pm_card_createDispute');
  await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  const { data } = await stripe.disputes.list();
  expect(data[0]).toMatchObject({ amount: 4900, status: 'needs_response', reason: 'fraudulent' });
  await expect(stripe.refunds.create({ charge: data[0]?.charge as string })).rejects.toMatchObject({
    code: 'charge_disputed',
  });
  await account.control('disputes', { dispute: data[0]?.id, outcome: 'won' });
  expect((await stripe.disputes.retrieve(data[0]?.id as string)).status).toBe('won');
  expect((await account.events(data[0]?.id)).filter((type) => type.startsWith('charge.dispute'))).toEqual([
    'charge.dispute.created',
    'charge.dispute.closed',
  ]);
});

test('an open invoice that is taken back gives its balance back too', async () => {
  account = await openAccount();
  const { stripe } = account;
  const price = await account.price(4900);
  const customer = await account.customer('pm_card_chargeCustomerFail');
  await stripe.customers.createBalanceTransaction(customer.id, { amount: -1000, currency: 'eur' });
  const made = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  expect(await invoiceOf(made)).toMatchObject({ amount_due: 3900, status: 'open' });
  await stripe.invoices.voidInvoice(made.latest_invoice as string);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ balance: -1000 });
  await expect(stripe.invoices.voidInvoice(made.latest_invoice as string)).rejects.toBeInstanceOf(
    Stripe.errors.StripeInvalidRequestError,
  );
});
