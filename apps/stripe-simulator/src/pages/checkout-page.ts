import { MAGIC_CARDS } from '../billing/cards.ts';
import { buyerOf, completeSession, type Filled } from '../billing/complete-session.ts';
import { requireUsable } from '../billing/discounts-of.ts';
import { priceSession } from '../billing/price-session.ts';
import type { Sim } from '../sim.ts';
import type { Session } from '../state/records.ts';
import { StripeError } from '../wire/stripe-error.ts';
import { choice, countries, escaped, field, layout } from './layout.ts';
import { type Language, languageOf, money, textsIn } from './texts.ts';

export type PageAnswer = {
  status: number;
  html?: string;
  location?: string;
  leadsTo?: (string | null)[];
  pdf?: Uint8Array;
};

const CARDS = [
  'pm_card_visa',
  'pm_card_chargeCustomerFail',
  'pm_card_chargeDeclinedInsufficientFunds',
  'pm_card_chargeDeclinedExpiredCard',
  'pm_card_authenticationRequiredOnSetup',
  'pm_card_authenticationRequired',
  'pm_card_okThenFails',
  'pm_card_createDispute',
];

/** The cards that a page offers, by how they behave. */
export const cardOptions = (language: Language): [value: string, text: string][] =>
  CARDS.map((name) => {
    const { behaviour, last4 } = MAGIC_CARDS[name] as (typeof MAGIC_CARDS)[string];
    return [name, `•••• ${last4}: ${textsIn(language).cardsBy[behaviour]}`];
  });

const said = (form: URLSearchParams, name: string): string | null => form.get(name)?.trim() || null;

function filledFrom(form: URLSearchParams): Filled {
  const country = said(form, 'country');
  const value = said(form, 'tax_id');
  const card = said(form, 'card');
  return {
    card: card && Object.hasOwn(MAGIC_CARDS, card) ? card : null,
    ...{ email: said(form, 'email'), name: said(form, 'name'), isAuthenticated: form.get('action') === 'is_me' },
    address: country
      ? {
          line1: said(form, 'line1'),
          line2: null,
          city: said(form, 'city'),
          state: null,
          postal_code: said(form, 'postal_code'),
          country,
        }
      : null,
    taxId: value ? { type: said(form, 'tax_type') ?? 'eu_vat', value } : null,
  };
}

/** The page of a session, and what its buttons do. `form` is what was sent, when something was. */
export function checkoutPage(
  sim: Sim,
  id: string,
  form: URLSearchParams | null,
  accepted: string | undefined,
): PageAnswer {
  const session = sim.world.sessions.find(id);
  const language = languageOf(session?.locale, accepted);
  const t = textsIn(language);
  if (!session) return { status: 404, html: layout(language, t.over, '') };
  const leadsTo = [session.successUrl, session.cancelUrl];
  if (session.status !== 'open') {
    if (session.status === 'complete' && form) return { status: 303, location: returnUrl(session) };
    return { status: 200, html: layout(language, t.over, '') };
  }
  const filled = filledFrom(form ?? new URLSearchParams());
  const action = form?.get('action') ?? 'look';
  if (action === 'cancel' && session.cancelUrl) return { status: 303, location: session.cancelUrl };
  let wrong = '';
  if (action === 'apply') wrong = applyCode(sim, session, said(form as URLSearchParams, 'code') ?? '');
  const wantsToPay = action === 'pay' || action === 'is_me';
  if (wantsToPay && asksHolder(filled))
    return {
      status: 200,
      html: layout(language, t.authenticate, bankForm(language, form as URLSearchParams)),
      leadsTo,
    };
  if (action === 'not_me') wrong = MESSAGES.notMe;
  if (wantsToPay) {
    if (session.collectsTaxId === 'required' && !filled.taxId) wrong = t.taxId;
    else {
      completeSession(sim, session, filled);
      return { status: 303, location: returnUrl(session) };
    }
  }
  return { status: 200, html: showForm(sim, session, language, filled, wrong), leadsTo };
}

const MESSAGES = { notMe: 'We are unable to authenticate your payment method.' };

const asksHolder = (filled: Filled): boolean =>
  !filled.isAuthenticated &&
  filled.card !== null &&
  (MAGIC_CARDS[filled.card]?.behaviour.startsWith('authentication') ?? false);

const returnUrl = (session: Session): string => session.successUrl.replaceAll('{CHECKOUT_SESSION_ID}', session.id);

function applyCode(sim: Sim, session: Session, written: string): string {
  if (!session.allowsCodes) return written;
  const code = sim.world.promotionCodes.where((each) => each.active && each.code === written.toUpperCase())[0];
  try {
    if (!code) throw new StripeError(400, { message: 'This code is invalid.' });
    requireUsable(sim, code, session.customer);
    session.discounts = [{ coupon: code.coupon, promotionCode: code.id }];
    return '';
  } catch (error) {
    if (error instanceof StripeError) return error.message;
    throw error;
  }
}

/** The question of the bank, which carries what was filled in. */
const bankForm = (language: Language, form: URLSearchParams): string => {
  const t = textsIn(language);
  const kept = [...form]
    .filter(([name]) => name !== 'action')
    .map(([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`);
  return `<form method="post" class="fields">${kept.join('')}<button class="first" name="action" value="is_me">${t.isMe}</button><button name="action" value="not_me">${t.notMe}</button></form>`;
};

function showForm(sim: Sim, session: Session, language: Language, filled: Filled, wrong: string): string {
  const t = textsIn(language);
  const known = sim.world.customers.find(session.customer);
  const buyer = buyerOf(sim, session, filled);
  const currency = session.currency ?? 'eur';
  const cash = (amount: number) => escaped(money(language, amount, currency));
  let sums = '';
  if (session.mode === 'subscription') {
    const lines = priceSession(sim, session, buyer);
    const { subtotal, discount, tax, total } = session.amounts;
    const rows = lines.map(
      (line) =>
        `<tr><th scope="row">${line.quantity} × ${escaped(line.description)}</th><td>${cash(line.amount)}</td></tr>`,
    );
    const more = [`<tr class="sum"><th scope="row">${t.subtotal}</th><td>${cash(subtotal)}</td></tr>`];
    if (discount > 0) more.push(`<tr><th scope="row">${t.discount}</th><td>−${cash(discount)}</td></tr>`);
    if (session.automaticTax) more.push(`<tr><th scope="row">${t.tax}</th><td>${cash(tax)}</td></tr>`);
    sums = `<table>${rows.join('')}${more.join('')}<tr class="sum"><th scope="row">${t.today}</th><td>${cash(total)}</td></tr></table>`;
  }
  const fields: string[] = [];
  if (!known)
    fields.push(
      field({
        name: 'email',
        label: t.email,
        value: filled.email ?? session.customerEmail,
        kind: 'email',
        needed: true,
        fills: 'email',
      }),
    );
  if (!known || session.updates.name)
    fields.push(field({ name: 'name', label: t.name, value: buyer.name, fills: 'organization' }));
  if (session.asksAddress && (!known || session.updates.address))
    fields.push(
      field({ name: 'line1', label: t.street, value: buyer.address?.line1 ?? null, fills: 'street-address' }),
      field({
        name: 'postal_code',
        label: t.postcode,
        value: buyer.address?.postal_code ?? null,
        fills: 'postal-code',
      }),
      field({ name: 'city', label: t.city, value: buyer.address?.city ?? null, fills: 'address-level2' }),
      choice('country', t.country, countries(language), buyer.address?.country ?? 'ES'),
      `<button name="action" value="look" formnovalidate>${t.refresh}</button>`,
    );
  if (session.collectsTaxId !== 'no')
    fields.push(
      choice(
        'tax_type',
        t.taxType,
        [
          ['eu_vat', 'VAT (UE)'],
          ['es_cif', 'NIF/CIF'],
          ['gb_vat', 'GB VAT'],
        ],
        filled.taxId?.type ?? 'eu_vat',
      ),
      field({
        name: 'tax_id',
        label: session.collectsTaxId === 'required' ? t.taxId : `${t.taxId} (${t.optional})`,
        value: filled.taxId?.value ?? null,
      }),
    );
  if (session.allowsCodes)
    fields.push(
      `<div class="row">${field({ name: 'code', label: t.code })}<button name="action" value="apply" formnovalidate>${t.apply}</button></div>`,
    );
  const cards = cardOptions(language);
  if (session.collectsCard === 'if_required' && session.amounts.total === 0) cards.unshift(['', t.noCard]);
  fields.push(choice('card', t.card, cards, filled.card));
  const isTrial = session.mode === 'subscription' && session.amounts.total === 0;
  const verb = session.mode === 'setup' ? t.save : isTrial ? t.start : `${t.pay} ${cash(session.amounts.total)}`;
  fields.push(`<button class="first" name="action" value="pay">${verb}</button>`);
  if (session.cancelUrl) fields.push(`<button name="action" value="cancel" formnovalidate>${t.cancel}</button>`);
  const alert = wrong ? `<p class="wrong" role="alert">${t.refused} ${escaped(wrong)}</p>` : '';
  return layout(
    language,
    sim.settings().seller.name,
    `${sums}${alert}<form method="post" class="fields">${fields.join('')}</form>`,
  );
}

/** The page again, after a refusal. */
export function refusedPage(
  sim: Sim,
  id: string,
  form: URLSearchParams,
  accepted: string | undefined,
  message: string,
): PageAnswer {
  const session = sim.world.sessions.get(id);
  return {
    status: 200,
    html: showForm(sim, session, languageOf(session.locale, accepted), filledFrom(form), message),
    leadsTo: [session.successUrl, session.cancelUrl],
  };
}
