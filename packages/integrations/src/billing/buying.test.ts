import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Promotion } from '@recado/core/billing/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { stripeBilling } from './index.ts';
import { type Billing, one, openBilling } from './testing/open-billing.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let open: Billing;
beforeEach(async () => {
  open = await openBilling('2026-01-10T10:00:00Z');
});
afterEach(() => open.close());

const ana = { account: 'a1', known: null, email: 'ana@example.com', name: 'Ana', language: 'es' } as const;
const ORDER = {
  ...{
    account: 'a1',
    lines: [one('pro'), one('seat', 2)],
    promotion: null as Promotion | null,
    language: 'es' as const,
  },
  ...{
    trialEndsAt: null as Date | null,
    hasTax: false,
    successUrl: 'http://localhost:4300/back',
    cancelUrl: 'http://localhost:4300/plans',
  },
};

describe('the customer of an account', () => {
  test('is made once, however many ask at once and whatever they call it', async () => {
    const asked = Array.from({ length: 4 }, (_, n) =>
      open.billing.ensureCustomer({ ...ana, email: `ana${n}@example.com` }, open.request()),
    );
    expect(new Set(await Promise.all(asked)).size).toBe(1);
    expect((await open.stripe.customers.list()).data).toHaveLength(1);
  });

  test('is found again by its address, kept up to date, and made anew when it was deleted', async () => {
    const made = await open.stripe.customers.create({ email: ana.email, metadata: { account: 'a1' } });
    await open.stripe.customers.create({ email: ana.email, metadata: { account: 'a2' } });
    expect(await open.billing.ensureCustomer(ana, open.request())).toBe(made.id);
    await open.stripe.customers.update(made.id, { name: 'Ana SL' });
    const next = { ...ana, known: made.id, email: 'new@example.com', language: 'en' } as const;
    expect(await open.billing.ensureCustomer(next, open.request())).toBe(made.id);
    // the name that stands on invoices is theirs
    expect(await open.stripe.customers.retrieve(made.id)).toMatchObject({
      ...{ email: 'new@example.com', preferred_locales: ['en'], name: 'Ana SL' },
    });
    await open.stripe.customers.del(made.id);
    const fresh = await open.billing.ensureCustomer({ ...next }, open.request());
    expect(fresh).not.toBe(made.id);
    expect(await open.billing.ensureCustomer({ ...next }, open.request())).toBe(fresh);
  });
});

describe('the till', () => {
  const customer = () => open.billing.ensureCustomer(ana, open.request());

  test('sells an order with taxes and takes no tax id unseen, which begins when it is paid', async () => {
    const who = await customer();
    const till = await open.billing.checkout({ ...ORDER, customer: who }, open.request());
    expect(till.expiresAt).toEqual(new Date('2026-01-11T10:00:00Z'));
    const session = await open.stripe.checkout.sessions.retrieve(till.id);
    expect(session).toMatchObject({
      ...{ mode: 'subscription', customer: who, client_reference_id: 'a1', locale: 'es', allow_promotion_codes: null },
      ...{ automatic_tax: { enabled: true }, tax_id_collection: { enabled: false } },
      ...{ payment_method_collection: 'always', billing_address_collection: 'required', amount_subtotal: 6700 },
    });
    expect((await open.billing.fetchState(who)).subscription).toBe(null);
    const paid = await fetch(till.url, {
      ...{ method: 'POST', redirect: 'manual' },
      body: new URLSearchParams({
        ...{
          action: 'pay',
          card: 'pm_card_visa',
          email: ana.email,
          name: 'Ana SL',
          country: 'ES',
          postal_code: '28001',
        },
        ...{ line1: 'Calle 1', city: 'Madrid', tax_type: 'eu_vat', tax_id: 'ESB12345678' },
      }),
    });
    expect(paid.headers.get('location')).toBe(ORDER.successUrl);
    // 4900 + 2 × 900 = 6700, and 21 % of it is 1407
    expect(await open.billing.fetchState(who)).toMatchObject({
      ...{ country: 'ES', taxIds: [] },
      subscription: { status: 'active', items: [one('pro'), one('seat', 2)] },
      invoices: [{ totalCents: 8107, taxCents: 1407, paidCents: 8107, payment: 'paid', number: 'RECADO-0001' }],
      card: { brand: 'visa', last4: '4242' },
    });
    await expect(open.billing.checkout({ ...ORDER, customer: who }, open.request())).rejects.toMatchObject({
      ...{ code: 'billing.alreadySubscribed', kind: 'CONFLICT' },
    });
  });

  test('is one at a time: the same order finds it again, another one closes it', async () => {
    const who = await customer();
    const request = open.request();
    const till = await open.billing.checkout({ ...ORDER, customer: who }, request);
    expect(await open.billing.checkout({ ...ORDER, customer: who }, request)).toEqual(till);
    expect(await open.billing.checkout({ ...ORDER, customer: who }, open.request())).toEqual(till);
    const other = await open.billing.checkout({ ...ORDER, lines: [one('starter')], customer: who }, open.request());
    expect(other.id).not.toBe(till.id);
    const { data } = await open.stripe.checkout.sessions.list({ customer: who });
    expect(data.map(({ id, status }) => [id, status])).toEqual([
      [other.id, 'open'],
      [till.id, 'expired'],
    ]);
    // a key that was used for another order is told so
    await expect(
      open.billing.checkout({ ...ORDER, lines: [one('seat')], customer: who }, request),
    ).rejects.toMatchObject({ code: 'billing.requestTaken' });
  });

  test('takes codes that are typed or a discount that is given, never both', async () => {
    const who = await customer();
    const { id: coupon } = await open.stripe.coupons.create({ percent_off: 20, duration: 'once' });
    const { id: code } = await open.stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon },
      code: 'HOLA',
    });
    const sold = async (promotion: Promotion) => {
      const { id } = await open.billing.checkout({ ...ORDER, promotion, customer: who }, open.request());
      const { allow_promotion_codes, discounts, total_details } = await open.stripe.checkout.sessions.retrieve(id);
      return [allow_promotion_codes, discounts, total_details?.amount_discount];
    };
    expect(await sold({ kind: 'typed' })).toEqual([true, [], 0]);
    expect(await sold({ kind: 'coupon', coupon })).toEqual([null, [{ coupon, promotion_code: null }], 1340]);
    expect(await sold({ kind: 'code', code })).toEqual([null, [{ coupon: null, promotion_code: code }], 1340]);
    await expect(sold({ kind: 'coupon', coupon: 'nope' })).rejects.toMatchObject({ code: 'billing.promotionRefused' });
  });

  test('passes on what is left of a trial, two days at least, and none that is over', async () => {
    const who = await customer();
    const trial = async (ends: string) => {
      const trialEndsAt = new Date(ends);
      const { id } = await open.billing.checkout({ ...ORDER, trialEndsAt, customer: who }, open.request());
      const session = open.simulator.engine.sim.world.sessions.get(id);
      return session.data.trialEnd && new Date(session.data.trialEnd * 1000).toISOString();
    };
    expect(await trial('2026-01-24T08:30:00Z')).toBe('2026-01-24T08:30:00.000Z');
    expect(await trial('2026-01-11T10:00:00Z')).toBe('2026-01-12T11:00:00.000Z');
    expect(await trial('2026-01-10T10:00:00Z')).toBe(null);
  });

  test('does not open for a plan without a price', async () => {
    const asked = { ...ORDER, lines: [one('gold')], customer: await customer() };
    await expect(open.billing.checkout(asked, open.request())).rejects.toMatchObject({
      ...{ code: 'billing.priceMissing', params: { priceKey: 'gold' } },
    });
  });
});

test('the portal has cards and invoices, no plans, cancelling nor tax ids, and is set up once', async () => {
  const customer = await open.billing.ensureCustomer(ana, open.request());
  const asked = { customer, language: 'es', returnUrl: 'http://localhost:4300/billing' } as const;
  const { url } = await open.billing.portal(asked, open.request());
  const page = await (await fetch(url)).text();
  expect([page.includes('add_card'), page.includes('add_tax_id')]).toEqual([true, false]);
  await fetch(url, {
    ...{ method: 'POST', redirect: 'manual' },
    body: new URLSearchParams({ action: 'add_tax_id', tax_type: 'eu_vat', tax_id: 'ESB12345678' }),
  });
  expect((await open.billing.fetchState(customer)).taxIds).toEqual([]);
  await open.billing.portal(asked, open.request());
  const { data } = await open.stripe.billingPortal.configurations.list();
  expect(data).toHaveLength(1);
  expect(data[0]?.features).toMatchObject({
    ...{ invoice_history: { enabled: true }, payment_method_update: { enabled: true } },
    ...{ customer_update: { enabled: false } },
    ...{ subscription_cancel: { enabled: false }, subscription_update: { enabled: false } },
  });
  expect(open.simulator.engine.sim.world.portals.peek().map(({ configuration }) => configuration)).toEqual([
    data[0]?.id,
    data[0]?.id,
  ]);
});

describe('what Stripe refuses is said in our words', () => {
  const options = () => ({ secretKey: open.secretKey, webhookSecrets: [], api: open.api });

  test('nobody there, an answer that does not come, a wrong key', async () => {
    const away = stripeBilling({ ...options(), api: { ...open.api, port: 9 } });
    await expect(away.fetchState('cus_1')).rejects.toMatchObject({ code: 'billing.providerAway', kind: 'UNAVAILABLE' });
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const impatient = stripeBilling({ ...options(), api: { ...open.api, port }, timeoutMs: 50 });
    await expect(impatient.fetchState('cus_1')).rejects.toMatchObject({ code: 'billing.providerAway' });
    silent.closeAllConnections();
    silent.close();
    const stranger = stripeBilling({ ...options(), secretKey: 'sk_test_other' });
    await expect(stranger.fetchState('cus_1')).rejects.toMatchObject({ code: 'billing.providerRefused' });
  });

  test('what is not there, with the cause for the log and nothing of it for the person', async () => {
    const error = await open.billing.fetchState('cus_nobody').catch((thrown) => thrown);
    expect(error).toMatchObject({ code: 'billing.notFound', kind: 'NOT_FOUND', params: {} });
    expect(String(error.cause)).toContain('cus_nobody');
  });

  test('a live key goes nowhere but to Stripe, and what is no key is refused', () => {
    expect(() => stripeBilling({ ...options(), secretKey: 'sk_live_abc' })).toThrow('goes to Stripe and nowhere else');
    expect(() => stripeBilling({ ...options(), secretKey: 'rk_live_abc' })).toThrow('goes to Stripe and nowhere else');
    expect(() => stripeBilling({ ...options(), secretKey: 'pk_test_abc' })).toThrow('begins with');
    expect(stripeBilling({ secretKey: 'sk_live_abc', webhookSecrets: [] }).isLive).toBe(true);
    expect(open.billing.isLive).toBe(false);
  });
});

describe('the prices of a catalogue', () => {
  const price = (key: string, cents: number) => ({
    ...{ key, product: 'recado_plan', name: 'Equipo', cents, currency: 'EUR', interval: 'month' as const },
  });
  const many = Array.from({ length: 12 }, (_, n) => price(`recado_plan_v${n + 1}`, 1_000 + n));

  test('are made once, however often and however many ask; a version that follows is another price of the same product', async () => {
    const asked = await Promise.all([open.billing.writePrices(many), open.billing.writePrices(many)]);
    expect(asked.flatMap(({ made }) => made).sort()).toEqual(many.map(({ key }) => key).sort());
    expect(await open.billing.writePrices(many)).toEqual({ made: [], differing: [] });
    const { data } = await open.stripe.prices.list({ product: 'recado_plan', limit: 100 });
    expect(data.map(({ unit_amount }) => unit_amount).sort()).toEqual(many.map(({ cents }) => cents).sort());
    expect(data.every(({ tax_behavior, currency }) => tax_behavior === 'exclusive' && currency === 'eur')).toBe(true);
  });

  test('are never changed: a key under which something else is sold is told, and stays', async () => {
    await open.billing.writePrices([price('recado_plan_v1', 1_000)]);
    expect(await open.billing.writePrices([price('recado_plan_v1', 1_200)])).toEqual({
      ...{ made: [], differing: ['recado_plan_v1'] },
    });
    const { data } = await open.stripe.prices.list({ lookup_keys: ['recado_plan_v1'] });
    expect(data.map(({ unit_amount }) => unit_amount)).toEqual([1_000]);
  });
});
