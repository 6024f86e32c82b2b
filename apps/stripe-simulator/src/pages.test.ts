import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Account, openAccount } from './testing/open-account.ts';

// each is a whole way through the pages, which a busy machine walks slowly
vi.setConfig({ testTimeout: 30_000 });

let account: Account;
beforeEach(async () => {
  account = await openAccount('2026-01-01T00:00:00Z');
});
afterEach(() => account.close());

const send = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers });
const plain = (html: string): string =>
  html
    .replace(/<style>.*?<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll('\u00a0', ' ');
const look = async (url: string, headers: Record<string, string> = {}) =>
  plain(await (await fetch(url, { headers })).text());

async function session(more: object = {}) {
  const price = await account.price(4900, 'Pro');
  return account.stripe.checkout.sessions.create({
    ...{ mode: 'subscription', line_items: [{ price: price.id, quantity: 2 }], customer_email: 'ana@example.com' },
    ...{ success_url: 'http://localhost:4300/back?s={CHECKOUT_SESSION_ID}', cancel_url: 'http://localhost:4300/plans' },
    ...more,
  });
}

test('somebody new buys with a code, an address and a tax id, and comes back to the product', async () => {
  const coupon = await account.stripe.coupons.create({ percent_off: 20, duration: 'once' });
  await account.stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'HOLA20' });
  const made = await session({
    ...{ allow_promotion_codes: true, automatic_tax: { enabled: true }, tax_id_collection: { enabled: true } },
    ...{
      subscription_data: { metadata: { workspace: 'w1' } },
      metadata: { workspace: 'w1' },
      client_reference_id: 'w1',
    },
  });
  const url = made.url as string;
  expect(await look(url)).toContain('Simulador de Stripe');
  expect(await look(url, { 'accept-language': 'en-GB' })).toContain('nobody really pays here');
  const filled = {
    email: 'ana@example.com',
    name: 'Ana',
    line1: 'Calle 1',
    postal_code: '28001',
    city: 'Madrid',
    country: 'ES',
  };
  expect(plain(await (await send(url, { ...filled, action: 'apply', code: 'nope' })).text())).toContain(
    'This code is invalid',
  );
  // 98.00 − 19.60 = 78.40, and 21 % of it is 16.46
  expect(plain(await (await send(url, { ...filled, action: 'apply', code: 'hola20' })).text())).toMatch(
    /Descuento −19,60 € Impuestos 16,46 € Hoy pagas 94,86 €/,
  );
  const paid = await send(url, {
    ...filled,
    action: 'pay',
    card: 'pm_card_visa',
    tax_type: 'es_cif',
    tax_id: 'B12345678',
  });
  expect([paid.status, paid.headers.get('location')]).toEqual([303, `http://localhost:4300/back?s=${made.id}`]);
  const done = await account.stripe.checkout.sessions.retrieve(made.id, { expand: ['subscription', 'line_items'] });
  expect(done).toMatchObject({
    ...{ status: 'complete', payment_status: 'paid', amount_total: 9486, url: null, client_reference_id: 'w1' },
    ...{
      total_details: { amount_discount: 1960, amount_tax: 1646 },
      subscription: { status: 'active', metadata: { workspace: 'w1' } },
    },
    customer_details: { email: 'ana@example.com', tax_ids: [{ type: 'es_cif', value: 'B12345678' }] },
  });
  expect(done.line_items?.data[0]).toMatchObject({ quantity: 2, amount_total: 9800 });
  expect((await account.stripe.invoices.retrieve(done.invoice as string)).amount_paid).toBe(9486);
  expect(await account.events(made.id)).toContain('checkout.session.completed');
});

test('a refused card changes nothing and may be tried again; the bank may ask; one may go', async () => {
  const made = await session();
  const url = made.url as string;
  const refused = await send(url, { action: 'pay', card: 'pm_card_chargeCustomerFail', email: 'ana@example.com' });
  expect(plain(await refused.text())).toContain('No se ha podido pagar: Your card was declined.');
  expect((await account.stripe.customers.list()).data).toEqual([]);
  const asked = await (
    await send(url, { action: 'pay', card: 'pm_card_authenticationRequired', email: 'ana@example.com' })
  ).text();
  expect(plain(asked)).toContain('Tu banco pregunta si eres tú');
  const no = await send(url, { action: 'not_me', card: 'pm_card_authenticationRequired', email: 'ana@example.com' });
  expect(plain(await no.text())).toContain('unable to authenticate');
  expect((await send(url, { action: 'cancel' })).headers.get('location')).toBe('http://localhost:4300/plans');
  expect(
    (await send(url, { action: 'is_me', card: 'pm_card_authenticationRequired', email: 'ana@example.com' })).status,
  ).toBe(303);
  expect((await account.stripe.subscriptions.list()).data[0]?.status).toBe('active');
  // twice pressed is once paid
  expect((await send(url, { action: 'pay', card: 'pm_card_visa', email: 'ana@example.com' })).status).toBe(303);
  expect((await account.stripe.subscriptions.list()).data).toHaveLength(1);
});

test('a trial without a card begins; a session may be over; a page elsewhere may not press its buttons', async () => {
  const trial = await session({
    payment_method_collection: 'if_required',
    subscription_data: { trial_period_days: 14 },
  });
  expect(await look(trial.url as string)).toContain('Empezar la prueba');
  await send(trial.url as string, { action: 'pay', card: '', email: 'ana@example.com' });
  expect(await account.stripe.checkout.sessions.retrieve(trial.id, { expand: ['subscription'] })).toMatchObject({
    ...{ payment_status: 'no_payment_required', subscription: { status: 'trialing', default_payment_method: null } },
  });
  const other = await session();
  expect(
    (await send(other.url as string, { action: 'pay', card: 'pm_card_visa' }, { origin: 'http://evil.example' }))
      .status,
  ).toBe(403);
  await account.stripe.checkout.sessions.expire(other.id);
  expect(await look(other.url as string)).toContain('ya no sirve');
  const third = await session();
  await account.advance('2026-01-02T00:00:01Z');
  expect((await account.stripe.checkout.sessions.retrieve(third.id)).status).toBe('expired');
  await expect(session({ allow_promotion_codes: true, discounts: [{ coupon: 'X' }] })).rejects.toThrow(
    'only specify one',
  );
});

test('the portal has cards, invoices and tax ids, and a page and a document for each invoice', async () => {
  const { stripe } = account;
  const price = await account.price(4900, 'Pro <b>');
  const customer = await account.customer('pm_card_chargeCustomerFail');
  const subscription = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    automatic_tax: { enabled: true },
  });
  const portal = await stripe.billingPortal.sessions.create({
    customer: customer.id,
    return_url: 'http://localhost:4300/billing',
    locale: 'es',
  });
  expect(await look(portal.url)).toMatch(/•••• 0341 .* RECADO-0001 1 de enero de 2026 59,29 € pendiente/);
  await send(portal.url, { action: 'add_card', card: 'pm_card_visa' });
  const { data } = await stripe.customers.listPaymentMethods(customer.id);
  await send(portal.url, { action: 'standard_card', id: data[0]?.id as string });
  await send(portal.url, { action: 'add_tax_id', tax_type: 'eu_vat', tax_id: 'ESB12345678' });
  expect(
    plain(await (await send(portal.url, { action: 'add_tax_id', tax_type: 'eu_vat', tax_id: 'nonsense' })).text()),
  ).toContain('Invalid value');
  expect(await stripe.customers.retrieve(customer.id, { expand: ['tax_ids'] })).toMatchObject({
    ...{ invoice_settings: { default_payment_method: data[0]?.id }, tax_ids: { data: [{ value: 'ESB12345678' }] } },
  });
  const invoice = await stripe.invoices.retrieve(subscription.latest_invoice as string);
  const page = invoice.hosted_invoice_url as string;
  expect(await (await fetch(page)).text()).not.toContain('<b>');
  expect(await look(page)).toMatch(/IVA 21 % 10,29 €/);
  await send(page, { action: 'pay', card: 'pm_card_visa' });
  expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active');
  expect(await look(page)).toContain('Pagado 59,29 €');
  const document = await fetch(invoice.invoice_pdf as string);
  expect(document.headers.get('content-type')).toBe('application/pdf');
  const bytes = Buffer.from(await document.arrayBuffer()).toString('latin1');
  expect(bytes.startsWith('%PDF-1.4')).toBe(true);
  expect(bytes).toContain(Buffer.from('Factura RECADO-0001').toString('hex'));
  expect(bytes).toContain(Buffer.from('59,29 \x80', 'latin1').toString('hex'));
  const start = Number(/startxref\n(\d+)/.exec(bytes)?.[1]);
  expect(bytes.slice(start, start + 4)).toBe('xref');
  expect((await fetch(`${page}x`)).status).toBe(404);
});
