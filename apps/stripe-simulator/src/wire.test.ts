import Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStripeSimulator } from './stripe-simulator.ts';
import { type Account, clientOf, KEY, openAccount } from './testing/open-account.ts';

let account: Account;
beforeAll(async () => {
  account = await openAccount();
});
afterAll(() => account.close());

test('what was created is read back, with everything that a form can say', async () => {
  const { stripe } = account;
  const made = await stripe.customers.create({
    email: 'ana+a&b=c@example.com',
    name: 'Ana Núñez [x]',
    address: { line1: 'Calle Mayor 1', postal_code: '28001', country: 'ES' },
    metadata: { workspace: 'w1', 'with space': 'ñ' },
    preferred_locales: ['es', 'en'],
  });
  const read = await stripe.customers.retrieve(made.id);
  expect(read).toMatchObject({
    email: 'ana+a&b=c@example.com',
    name: 'Ana Núñez [x]',
    address: { line1: 'Calle Mayor 1', line2: null, country: 'ES' },
    metadata: { workspace: 'w1', 'with space': 'ñ' },
    preferred_locales: ['es', 'en'],
  });
  const changed = await stripe.customers.update(made.id, { metadata: { workspace: '', more: '1' } });
  expect(changed.metadata).toEqual({ 'with space': 'ñ', more: '1' });
  expect((await stripe.customers.update(made.id, { metadata: '' })).metadata).toEqual({});
});

test('the same key with the same words gives the same answer, with others an error', async () => {
  const { stripe } = account;
  const once = await stripe.customers.create({ email: 'b@example.com' }, { idempotencyKey: 'k1' });
  const again = await stripe.customers.create({ email: 'b@example.com' }, { idempotencyKey: 'k1' });
  expect(again.id).toBe(once.id);
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(once.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  await expect(
    stripe.customers.create({ email: 'other@example.com' }, { idempotencyKey: 'k1' }),
  ).rejects.toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
});

test('errors become the classes of the client, with a request id', async () => {
  const { stripe } = account;
  const gone = await stripe.subscriptions.retrieve('sub_none').catch((error) => error);
  expect(gone).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
  expect(gone).toMatchObject({ code: 'resource_missing', statusCode: 404 });
  expect(gone.requestId).toMatch(/^req_\w{14}$/);
  // @ts-expect-error a word that the API does not know
  const strange = await stripe.customers.create({ emial: 'x' }).catch((error) => error);
  expect(strange).toMatchObject({ code: 'parameter_unknown', param: 'emial', statusCode: 400 });
  // @ts-expect-error without what it needs
  const bare = await stripe.prices.create({ unit_amount: 100 }).catch((error) => error);
  expect(bare).toMatchObject({ code: 'parameter_missing', param: 'currency' });
});

test('absent, restricted, foreign and live keys are refused', async () => {
  const port = account.simulator.port;
  for (const key of ['sk_test_another', 'rk_test_recado0000', 'sk_live_recado0000', 'rk_live_recado0000'])
    await expect(clientOf(port, key).customers.list()).rejects.toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
  expect((await fetch(`${account.simulator.url}/v1/customers`)).status).toBe(401);
  await expect(startStripeSimulator({ key: 'sk_live_recado0000' })).rejects.toThrow('sk_test_');
  await expect(startStripeSimulator({ key: KEY, host: '0.0.0.0' })).rejects.toThrow('not loopback');
});

test('it answers on loopback names only, and its control wants the key', async () => {
  const { url } = account.simulator;
  const http = await import('node:http');
  const status = await new Promise((resolve, reject) => {
    http
      .get(`${url}/v1/customers`, { headers: { host: 'evil.example' } }, (response) =>
        resolve(response.resume().statusCode),
      )
      .on('error', reject);
  });
  expect(status).toBe(421);
  expect((await fetch(`${url}/_sim/clock`)).status).toBe(401);
});

test('lists come newest first, by pages in both directions', async () => {
  const { stripe } = account;
  const made: string[] = [];
  for (let n = 0; n < 7; n++) made.unshift((await stripe.products.create({ name: `Product ${n}` })).id);
  const first = await stripe.products.list({ limit: 3 });
  expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 3));
  expect(first.has_more).toBe(true);
  const second = await stripe.products.list({ limit: 3, starting_after: made[2] as string });
  expect(second.data.map(({ id }) => id)).toEqual(made.slice(3, 6));
  const back = await stripe.products.list({ limit: 2, ending_before: made[3] as string });
  expect(back.data.map(({ id }) => id)).toEqual(made.slice(1, 3));
  expect(back.has_more).toBe(true);
  const all: string[] = [];
  for await (const { id } of stripe.products.list({ limit: 2 })) all.push(id);
  expect(all).toEqual(made);
  await expect(stripe.products.list({ limit: 101 })).rejects.toMatchObject({ param: 'limit' });
});

test('ids become objects where it is asked, as deep as it goes', async () => {
  const { stripe } = account;
  const price = await account.price(1000);
  const customer = await account.customer();
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    expand: ['customer', 'latest_invoice.payments', 'items.data.price.product', 'latest_invoice.confirmation_secret'],
  });
  expect(subscription.customer).toMatchObject({ object: 'customer', email: 'ana@example.com' });
  expect((subscription.latest_invoice as Stripe.Invoice).payments?.data[0]).toMatchObject({
    object: 'invoice_payment',
    status: 'paid',
    amount_paid: 1000,
  });
  expect((subscription.latest_invoice as Stripe.Invoice).confirmation_secret?.client_secret).toMatch(/^pi_.+_secret_/);
  expect(subscription.items.data[0]?.price.product).toMatchObject({ object: 'product', name: 'Pro' });
  const { data } = await stripe.subscriptions.list({ customer: customer.id, expand: ['data.latest_invoice'] });
  expect(data[0]?.latest_invoice).toMatchObject({ object: 'invoice' });
  await expect(
    stripe.subscriptions.retrieve(subscription.id, { expand: ['nothing_of_that_name'] }),
  ).rejects.toMatchObject({ param: 'expand' });
});

test('objects have the shape of the present API', async () => {
  const { stripe } = account;
  const price = await account.price(2900);
  const customer = await account.customer();
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    metadata: { workspace: 'w' },
  });
  expect('current_period_end' in subscription).toBe(false);
  expect(subscription.items.data[0]).toMatchObject({
    current_period_start: subscription.created,
    current_period_end: Date.parse('2026-02-10T10:00:00Z') / 1000,
  });
  expect(subscription.billing_mode.type).toBe('flexible');
  expect(subscription.discounts).toEqual([]);
  const invoice = await stripe.invoices.retrieve(subscription.latest_invoice as string);
  expect('payment_intent' in invoice || 'subscription' in invoice || 'charge' in invoice).toBe(false);
  expect(invoice.payments).toBeUndefined();
  expect(invoice.parent).toMatchObject({
    type: 'subscription_details',
    subscription_details: { subscription: subscription.id, metadata: { workspace: 'w' } },
  });
  expect(invoice.lines.data[0]).toMatchObject({
    parent: {
      type: 'subscription_item_details',
      subscription_item_details: { subscription_item: subscription.items.data[0]?.id, proration: false },
    },
    pricing: { price_details: { price: price.id, product: price.product } },
  });
  expect(price.unit_amount_decimal?.toString()).toBe('2900');
});
