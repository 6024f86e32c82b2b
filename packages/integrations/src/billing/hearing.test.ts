import { deriveBillingState } from '@recado/core/billing';
import Stripe from 'stripe';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stripeBilling } from './index.ts';
import { type Billing, one, openBilling, WEBHOOK_SECRET } from './testing/open-billing.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let open: Billing;
beforeEach(async () => {
  open = await openBilling('2026-01-10T10:00:00Z');
});
afterEach(() => open.close());

const NOTHING_FOLLOWS = { trialEndsAt: null, fallsTo: 'nothing' } as const;

describe('a picture', () => {
  test('of somebody without anything, and of somebody who is gone', async () => {
    const { id } = await open.stripe.customers.create({ email: 'ana@example.com', balance: -500 });
    const nobody = {
      ...{ customer: id, readAt: open.now(), subscription: null, strays: [], card: null, invoices: [], taxIds: [] },
      ...{ isDeleted: false, email: 'ana@example.com', country: null, balanceCents: -500, currency: 'EUR' },
    };
    expect(await open.billing.fetchState(id)).toEqual(nobody);
    await open.stripe.customers.del(id);
    expect(await open.billing.fetchState(id)).toMatchObject({ isDeleted: true, email: null, card: null });
    const gone = await open.subscriber([one('pro')]);
    await open.stripe.customers.del(gone.customer);
    expect(await open.billing.fetchState(gone.customer)).toMatchObject({
      ...{ isDeleted: true, card: null, subscription: { status: 'canceled' }, invoices: [{ status: 'paid' }] },
    });
  });

  test('tells the newest of several that live, names the others, and prefers one that lives to one that does not', async () => {
    const first = await open.subscriber([one('pro')]);
    const price = (await open.stripe.prices.list({ lookup_keys: ['starter'] })).data[0]?.id as string;
    const begin = () => open.stripe.subscriptions.create({ customer: first.customer, items: [{ price }] });
    await open.advance('2026-01-11T10:00:00Z');
    const second = await begin();
    expect(await open.billing.fetchState(first.customer)).toMatchObject({
      ...{ subscription: { id: second.id }, strays: [first.subscription] },
    });
    await open.billing.cancel({ subscription: second.id, when: 'now' }, open.request());
    expect(await open.billing.fetchState(first.customer)).toMatchObject({
      ...{ subscription: { id: first.subscription }, strays: [] },
    });
    await open.billing.cancel({ subscription: first.subscription, when: 'now' }, open.request());
    expect((await open.billing.fetchState(first.customer)).subscription).toMatchObject({
      ...{ id: second.id, status: 'canceled' },
    });
  });

  test('says what VIES said of a tax id, and what a card is for', async () => {
    const { customer } = await open.subscriber([one('pro')]);
    for (const value of ['ESB00000000', 'DE111111111'])
      await open.stripe.customers.createTaxId(customer, { type: 'eu_vat', value });
    await open.control('vies', { value: 'ESB00000000', status: 'verified' });
    await open.advance('2026-01-10T10:01:00Z');
    expect((await open.billing.fetchState(customer)).taxIds).toEqual([
      { type: 'eu_vat', value: 'DE111111111', country: 'DE', status: 'unverified' },
      { type: 'eu_vat', value: 'ESB00000000', country: 'ES', status: 'verified' },
    ]);
  });

  test('leads an account whose renewal fails through grace and restriction to suspension, and back by another card', async () => {
    const { customer } = await open.subscriber([one('pro')], 'pm_card_okThenFails');
    const now = async (iso: string) => {
      await open.advance(iso);
      return deriveBillingState(await open.billing.fetchState(customer), NOTHING_FOLLOWS, open.now());
    };
    expect(await now('2026-02-10T09:59:59Z')).toMatchObject({
      state: 'active',
      renewsAt: new Date('2026-02-10T10:00:00Z'),
    });
    // an hour as a draft, then the card is asked
    expect(await now('2026-02-10T10:30:00Z')).toMatchObject({ state: 'active' });
    const since = new Date('2026-02-10T11:00:00Z');
    expect(await now('2026-02-10T11:00:00Z')).toMatchObject({ state: 'grace', since, daysLeft: 7 });
    expect(await now('2026-02-14T11:00:00Z')).toMatchObject({ state: 'grace', since, daysLeft: 3 });
    expect(await now('2026-02-17T11:00:00Z')).toMatchObject({ state: 'restricted', daysLeft: 7 });
    const suspended = await now('2026-02-24T11:00:00Z');
    expect(suspended).toMatchObject({ state: 'suspended', because: 'unpaid' });
    const { invoices } = await open.billing.fetchState(customer);
    expect(invoices[0]).toMatchObject({
      attempts: 5,
      payment: 'declined',
      declineCode: 'generic_decline',
      status: 'open',
    });
    await open.giveCard(customer, 'pm_card_visa');
    await open.billing.pay({ invoice: invoices[0]?.id as string }, open.request());
    expect(await now('2026-02-24T12:00:00Z')).toMatchObject({
      ...{ state: 'active', renewsAt: new Date('2026-03-10T10:00:00Z'), recoveredAt: new Date('2026-02-24T11:00:00Z') },
    });
  });
});

test('who changed is told once each from a moment on, over many pages', async () => {
  const first = await open.subscriber([one('pro')]);
  await open.advance('2026-01-11T10:00:00Z');
  const since = open.now();
  const second = await open.subscriber([one('starter')]);
  for (let n = 0; n < 110; n++) await open.stripe.customers.update(second.customer, { name: `Ana ${n}` });
  const third = await open.stripe.customers.create({});
  await open.stripe.customers.createTaxId(third.id, { type: 'eu_vat', value: 'ESB00000000' });
  expect(await open.billing.listChanged(since)).toEqual({
    ...{ customers: [second.customer, third.id].sort(), until: open.now() },
  });
  await open.advance('2026-01-11T11:00:00Z');
  await open.billing.cancel({ subscription: first.subscription, when: 'periodEnd' }, open.request());
  expect((await open.billing.listChanged(open.now())).customers).toEqual([first.customer]);
});

describe('a call that says it comes from Stripe', () => {
  const event = (more: object = {}) =>
    JSON.stringify({
      ...{ id: 'evt_1', object: 'event', type: 'invoice.paid', created: 1_767_225_600, livemode: false },
      ...{ data: { object: { id: 'in_1', object: 'invoice', customer: 'cus_1' } }, ...more },
    });
  const signed = (payload: string, more: { secret?: string; timestamp?: number } = {}) =>
    Stripe.webhooks.generateTestHeaderString({ payload, secret: WEBHOOK_SECRET, ...more });
  const heard = (payload: string, header: string | null = signed(payload)) =>
    open.billing.verifyWebhook(payload, header);

  test('is heard with whom it is about, as text or as bytes, and by the former secret while it is replaced', () => {
    const told = { id: 'evt_1', type: 'invoice.paid', customer: 'cus_1', createdAt: new Date('2026-01-01T00:00:00Z') };
    expect(heard(event())).toEqual({ event: told, refusal: null });
    expect(open.billing.verifyWebhook(Buffer.from(event()), signed(event()))).toEqual({ event: told, refusal: null });
    const both = stripeBilling({ secretKey: open.secretKey, webhookSecrets: ['whsec_new', WEBHOOK_SECRET] });
    expect(both.verifyWebhook(event(), signed(event())).refusal).toBe(null);
    const about = (object: object) => heard(event({ data: { object } })).event?.customer;
    expect(about({ id: 'cus_2', object: 'customer' })).toBe('cus_2');
    expect(about({ object: 'invoice', customer: { id: 'cus_3', object: 'customer' } })).toBe('cus_3');
    expect(about({ id: 'price_1', object: 'price' })).toBe(null);
  });

  test('is refused when it is forged, stale, about others, or no event', () => {
    const refusal = (payload: string, header?: string | null) => heard(payload, header).refusal;
    const seconds = Math.floor(Date.now() / 1000);
    expect(refusal(event(), null)).toBe('forged');
    expect(refusal(event(), 'nonsense')).toBe('forged');
    expect(refusal(event(), signed(event(), { secret: 'whsec_other' }))).toBe('forged');
    expect(refusal(`${event()} `, signed(event()))).toBe('forged');
    // a younger stamp than the one that was signed
    expect(refusal(event(), signed(event(), { timestamp: seconds - 400 }).replace(/t=\d+/, `t=${seconds}`))).toBe(
      'forged',
    );
    expect(refusal(event(), signed(event(), { timestamp: seconds - 400 }))).toBe('stale');
    expect(refusal(event(), signed(event(), { timestamp: seconds - 200 }))).toBe(null);
    expect(refusal(event({ livemode: true }))).toBe('foreign');
    expect(refusal(event({ account: 'acct_other' }))).toBe('foreign');
    for (const payload of ['not json', 'null', '[]', '{}', event({ object: 'v2.core.event' }), event({ data: null })])
      expect(refusal(payload), payload).toBe('unreadable');
    const noSecret = stripeBilling({ secretKey: open.secretKey, webhookSecrets: [] });
    expect(noSecret.verifyWebhook(event(), signed(event())).refusal).toBe('forged');
  });
});
