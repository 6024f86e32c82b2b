import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Stripe from 'stripe';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startStripeSimulator } from './stripe-simulator.ts';
import { type Account, at, clientOf, KEY, openAccount } from './testing/open-account.ts';

let account: Account;
let server: Server;
let got: Stripe.Event[];
let refuses: number;
let secret: string;
let url: string;

beforeEach(async () => {
  got = [];
  refuses = 0;
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      const event = account.stripe.webhooks.constructEvent(
        Buffer.concat(parts),
        request.headers['stripe-signature'] as string,
        secret,
      );
      response.statusCode = refuses-- > 0 ? 503 : 200;
      if (response.statusCode === 200) got.push(event);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  account = await openAccount('2026-01-01T00:00:00Z');
  const endpoint = await account.stripe.webhookEndpoints.create({ url, enabled_events: ['*'] });
  secret = endpoint.secret as string;
});
afterEach(async () => {
  await account.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const flush = () => account.control<{ delivered: number; refused: number; dropped: number }>('flush', {});

/** A subscription whose six or more events wait for a flush. */
async function history() {
  await account.control('delivery', { hold: true });
  const price = await account.price(4900);
  const customer = await account.customer();
  await account.stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }] });
  return (await account.events()).slice();
}

test('events arrive signed, in order, and say how many still wait', async () => {
  const types = await history();
  expect((await account.stripe.events.list({ limit: 1 })).data[0]).toMatchObject({
    pending_webhooks: 1,
    api_version: '2026-10-28.endive',
  });
  expect(await flush()).toEqual({ delivered: types.length, refused: 0, dropped: 0 });
  expect(got.map(({ type }) => type)).toEqual(types);
  expect(types).toEqual(
    expect.arrayContaining(['customer.subscription.created', 'invoice.finalized', 'charge.succeeded', 'invoice.paid']),
  );
  expect((await account.stripe.events.list({ limit: 1 })).data[0]?.pending_webhooks).toBe(0);
  const updated = got.find(
    ({ type }) => type === 'customer.subscription.updated',
  ) as Stripe.CustomerSubscriptionUpdatedEvent;
  expect(updated.data.object.status).toBe('active');
  expect(updated.data.previous_attributes).toEqual({ status: 'incomplete' });
  expect(updated.request?.id).toMatch(/^req_/);
});

test('the same events come reversed, shuffled by a seed, several times, or not at all', async () => {
  const types = await history();
  await account.control('delivery', { mode: 'reverse' });
  await flush();
  expect(got.map(({ type }) => type)).toEqual([...types].reverse());

  got.length = 0;
  await account.control('delivery', { mode: 'shuffle', seed: 7, duplicate: 2 });
  await account.customer();
  await flush();
  const ids = got.map(({ id }) => id);
  expect(ids.length).toBe(3 * new Set(ids).size);
  const order = [...new Set(ids)];
  const { data } = await account.stripe.events.list({ limit: order.length });
  expect(order.toSorted()).toEqual(data.map(({ id }) => id).toSorted());

  got.length = 0;
  await account.control('delivery', { mode: 'inorder', duplicate: 0, drop: 100 });
  await account.customer();
  const counts = await flush();
  expect(counts.delivered).toBe(0);
  expect(counts.dropped).toBeGreaterThan(2);
  expect(got).toEqual([]);
});

test('an event that comes late is signed when it leaves, and keeps its own time', async () => {
  await history();
  await account.advance('2026-01-01T02:00:00Z');
  await flush();
  // the endpoint checks each signature's age
  expect(got.find(({ type }) => type === 'invoice.paid')?.created).toBe(at('2026-01-01T00:00:00Z'));
});

test('what is refused is tried again until it is taken', async () => {
  refuses = 2;
  await account.stripe.products.create({ name: 'Once' });
  await expect.poll(() => got.map(({ type }) => type)).toEqual(['product.created']);
  await expect.poll(async () => (await account.stripe.events.list({ limit: 1 })).data[0]?.pending_webhooks).toBe(0);
});

test('events go to this machine only, and to whoever asked for their kind', async () => {
  await expect(
    account.stripe.webhookEndpoints.create({ url: 'https://example.com/hook', enabled_events: ['*'] }),
  ).rejects.toThrow('this machine only');
  const { data } = await account.stripe.webhookEndpoints.list();
  expect(data[0]?.secret).toBeUndefined();
  await account.stripe.webhookEndpoints.del((data[0] as Stripe.WebhookEndpoint).id);
  secret = (await account.stripe.webhookEndpoints.create({ url, enabled_events: ['price.created'] })).secret as string;
  await account.control('delivery', { hold: true });
  await account.price(100);
  await flush();
  expect(got.map(({ type }) => type)).toEqual(['price.created']);
});

test('the account outlives its process: clock, money, and what is still to be told', async () => {
  const data = mkdtempSync(join(tmpdir(), 'stripe-simulator-'));
  try {
    const settings = { key: KEY, data, frozenAt: at('2026-01-01T00:00:00Z'), webhook: { url, secret } };
    const first = await startStripeSimulator(settings);
    const stripe = clientOf(first.port);
    const customer = await stripe.customers.create({ email: 'ana@example.com' }, { idempotencyKey: 'once' });
    const { id: card } = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id });
    const price = await stripe.prices.create({
      currency: 'eur',
      unit_amount: 2900,
      recurring: { interval: 'month' },
      product_data: { name: 'Starter' },
    });
    await first.engine.dispatcher.flush();
    first.engine.transact({ request: null, idempotencyKey: null }, () =>
      Object.assign(first.engine.sim.settings().delivery, { hold: true }),
    );
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: price.id }],
      default_payment_method: card,
    });
    await first.close();
    expect(statSync(join(data, 'account.sqlite')).mode & 0o077).toBe(0);
    got.length = 0;

    const second = await startStripeSimulator(settings);
    const again = clientOf(second.port);
    const create = () => again.customers.create({ email: 'ana@example.com' }, { idempotencyKey: 'once' });
    expect((await create()).id).toBe(customer.id);
    second.engine.advance(at('2026-02-01T01:00:00Z'));
    // a key is known for a day
    expect((await create()).id).not.toBe(customer.id);
    const live = await again.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
    expect(live.latest_invoice).toMatchObject({ number: 'RECADO-0002', amount_paid: 2900 });
    expect((await again.webhookEndpoints.list()).data).toHaveLength(1);
    await second.engine.dispatcher.flush();
    expect(got.map(({ type }) => type)).toContain('customer.subscription.created');
    await second.close();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

test('a moment of the clock is kept by test clocks too, and never goes back', async () => {
  const { stripe } = account;
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at('2026-03-01T00:00:00Z') });
  const customer = await stripe.customers.create({ test_clock: clock.id, payment_method: 'pm_card_visa' });
  expect(customer.created).toBe(at('2026-03-01T00:00:00Z'));
  const advanced = await stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: at('2026-03-05T00:00:00Z') });
  expect(advanced).toMatchObject({ status: 'ready', frozen_time: at('2026-03-05T00:00:00Z') });
  expect((await stripe.customers.create({})).created).toBe(at('2026-03-05T00:00:00Z'));
  await expect(
    stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: at('2026-03-01T00:00:00Z') }),
  ).rejects.toThrow('forward');
});
