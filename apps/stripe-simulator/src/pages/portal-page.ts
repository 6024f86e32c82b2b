import { attach, detach, removeTaxId } from '../api/customers.ts';
import { taxIdsOf } from '../billing/build-invoice.ts';
import { MAGIC_CARDS } from '../billing/cards.ts';
import { addTaxId } from '../billing/tax-ids.ts';
import { useCard } from '../billing/use-card.ts';
import type { Sim } from '../sim.ts';
import type { Customer } from '../state/records.ts';
import { cardOptions, type PageAnswer } from './checkout-page.ts';
import { choice, escaped, field, layout } from './layout.ts';
import { day, type Language, languageOf, money, textsIn } from './texts.ts';

type Part = 'cards' | 'invoices' | 'taxIds';

/** What a session may show: what its configuration says, everything where it has none. */
function partsOf(sim: Sim, configuration: string | null | undefined): ReadonlySet<Part> {
  const of = sim.world.portalConfigurations.find(configuration);
  if (!of) return new Set(['cards', 'invoices', 'taxIds']);
  return new Set<Part>([
    ...(of.showsCards ? (['cards'] as const) : []),
    ...(of.showsInvoices ? (['invoices'] as const) : []),
    ...(of.updates.includes('tax_id') ? (['taxIds'] as const) : []),
  ]);
}

/** Cards, invoices and tax ids of a customer, as its configuration has them, and nothing else: plans change in the product. */
export function portalPage(
  sim: Sim,
  secret: string,
  form: URLSearchParams | null,
  accepted: string | undefined,
  wrong = '',
): PageAnswer {
  const portal = sim.world.portals.peek().find((each) => each.secret === secret);
  const language = languageOf(portal?.locale, accepted);
  const t = textsIn(language);
  const customer = sim.world.customers.find(portal?.customer);
  if (!portal || !customer || customer.deleted) return { status: 404, html: layout(language, t.over, '') };
  const shown = partsOf(sim, portal.configuration);
  if (form && !wrong) {
    act(sim, customer, form, shown);
    return { status: 303, location: `/p/session/${secret}` };
  }
  const parts = [
    ...(shown.has('cards') ? [cardsOf(sim, customer, language)] : []),
    ...(shown.has('invoices') ? [invoicesOf(sim, customer, language)] : []),
    ...(shown.has('taxIds') ? [taxIdsPart(sim, customer, language)] : []),
  ];
  const alert = wrong ? `<p class="wrong" role="alert">${escaped(wrong)}</p>` : '';
  const back = portal.returnUrl ? `<p><a href="${escaped(portal.returnUrl)}">${t.back}</a></p>` : '';
  return {
    status: 200,
    html: layout(language, t.portal, `${back}${alert}${parts.join('')}`),
    leadsTo: [portal.returnUrl],
  };
}

function act(sim: Sim, customer: Customer, form: URLSearchParams, shown: ReadonlySet<Part>): void {
  const id = form.get('id') ?? '';
  const action = form.get('action') ?? '';
  // nobody does what they are not shown
  if (!shown.has(action.endsWith('_card') ? 'cards' : 'taxIds')) return;
  const own = sim.world.paymentMethods.find(id)?.customer === customer.id;
  switch (action) {
    case 'add_card': {
      const name = form.get('card') ?? '';
      if (!Object.hasOwn(MAGIC_CARDS, name)) return;
      const card = attach(sim, name, customer);
      if (!customer.paymentMethod) makeStandard(sim, customer, card.id);
      return;
    }
    case 'standard_card':
      if (own) makeStandard(sim, customer, id);
      return;
    case 'remove_card':
      if (own) detach(sim, id);
      return;
    case 'add_tax_id':
      addTaxId(sim, customer.id, form.get('tax_type') ?? '', form.get('tax_id') ?? '');
      return;
    case 'remove_tax_id':
      removeTaxId(sim, customer.id, id);
  }
}

// what renews pays with this card too, as in Stripe's own portal
function makeStandard(sim: Sim, customer: Customer, card: string): void {
  useCard(sim, customer, card);
  for (const each of sim.world.subscriptions.where(
    ({ customer: of, endedAt }) => of === customer.id && endedAt === null,
  ))
    each.paymentMethod = card;
}

const button = (action: string, id: string, verb: string, about: string): string =>
  `<form method="post"><input type="hidden" name="id" value="${escaped(id)}"><button name="action" value="${action}" aria-label="${escaped(`${verb}: ${about}`)}">${verb}</button></form>`;

function cardsOf(sim: Sim, customer: Customer, language: Language): string {
  const t = textsIn(language);
  const rows = sim.world.paymentMethods
    .peek()
    .filter((card) => card.customer === customer.id)
    .map((card) => {
      const name = `${card.brand} •••• ${card.last4}`;
      const isStandard = card.id === customer.paymentMethod;
      const state = isStandard
        ? `<span class="quiet">${t.standard}</span>`
        : button('standard_card', card.id, t.makeStandard, name);
      return `<li><span>${escaped(name)} · ${card.expMonth}/${card.expYear}</span>${state}${button('remove_card', card.id, t.remove, name)}</li>`;
    });
  const add = `<form method="post" class="row">${choice('card', t.card, cardOptions(language), null)}<button name="action" value="add_card">${t.add}</button></form>`;
  return `<h2>${t.cards}</h2>${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : `<p class="quiet">${t.none}</p>`}${add}`;
}

function invoicesOf(sim: Sim, customer: Customer, language: Language): string {
  const t = textsIn(language);
  const rows = sim.world.invoices
    .peek()
    .filter((invoice) => invoice.customer === customer.id && invoice.finalizedAt !== null)
    .reverse()
    .slice(0, 24)
    .map(
      (invoice) =>
        `<li><a href="/i/${invoice.id}/${invoice.secret}">${escaped(invoice.number ?? '')}</a><span>${escaped(day(language, invoice.created))}</span><span>${escaped(money(language, invoice.total, invoice.currency))}</span><span class="quiet">${t.status[invoice.status]}</span></li>`,
    );
  return `<h2>${t.invoices}</h2>${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : `<p class="quiet">${t.none}</p>`}`;
}

function taxIdsPart(sim: Sim, customer: Customer, language: Language): string {
  const t = textsIn(language);
  const rows = taxIdsOf(sim, customer.id).map(
    ({ id, value, status }) =>
      `<li><span>${escaped(value)}</span><span class="quiet">${t.verified[status]}</span>${button('remove_tax_id', id, t.remove, value)}</li>`,
  );
  const kinds = choice(
    'tax_type',
    t.taxType,
    [
      ['eu_vat', 'VAT (UE)'],
      ['es_cif', 'NIF/CIF'],
      ['gb_vat', 'GB VAT'],
    ],
    null,
  );
  const add = `<form method="post" class="fields">${kinds}${field({ name: 'tax_id', label: t.taxId, needed: true })}<button name="action" value="add_tax_id">${t.add}</button></form>`;
  return `<h2>${t.taxIds}</h2>${rows.length > 0 ? `<ul>${rows.join('')}</ul>` : ''}${add}`;
}
