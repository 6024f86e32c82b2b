import { sum } from '../billing/build-invoice.ts';
import { MAGIC_CARDS, newCard } from '../billing/cards.ts';
import { intentOf, payInvoice } from '../billing/pay-invoice.ts';
import { netOf } from '../money/discounts.ts';
import { showTaxRate } from '../render/catalogue.ts';
import { totalTaxes } from '../render/invoices.ts';
import type { Sim } from '../sim.ts';
import type { Invoice } from '../state/records.ts';
import { cardOptions, type PageAnswer } from './checkout-page.ts';
import { choice, escaped, layout } from './layout.ts';
import { writePdf } from './pdf.ts';
import { day, type Language, languageOf, money, textsIn } from './texts.ts';

/** The rows of sums below the lines of an invoice. */
function sumsOf(invoice: Invoice, language: Language): [label: string, amount: number][] {
  const t = textsIn(language);
  const subtotal = sum(invoice.lines.map(({ amount }) => amount));
  const discount = subtotal - sum(invoice.lines.map(netOf));
  const rows: [string, number][] = [[t.subtotal, subtotal]];
  if (discount !== 0) rows.push([t.discount, -discount]);
  for (const tax of totalTaxes(invoice.lines.flatMap(({ taxes }) => taxes))) {
    const rate = tax.rate ? showTaxRate(tax.rate) : undefined;
    const name =
      tax.reason === 'reverse_charge' ? t.reverse : `${rate?.display_name ?? t.tax} ${rate?.percentage ?? 0} %`;
    rows.push([name, tax.amount]);
  }
  rows.push([t.total, invoice.total]);
  const balance = (invoice.endingBalance ?? 0) - invoice.startingBalance;
  if (balance !== 0) rows.push([t.balance, -balance]);
  rows.push(invoice.status === 'paid' ? [t.paid, invoice.amountPaid] : [t.due, invoice.amountDue]);
  return rows;
}

/** The page of an invoice: what was sold, and a way to pay what is open. */
export function invoicePage(
  sim: Sim,
  id: string,
  secret: string,
  form: URLSearchParams | null,
  accepted: string | undefined,
  wrong = '',
): PageAnswer {
  const invoice = sim.world.invoices.find(id);
  const language = languageOf(invoice?.buyer.language, accepted);
  const t = textsIn(language);
  if (!invoice || invoice.secret !== secret || invoice.finalizedAt === null)
    return { status: 404, html: layout(language, t.over, '') };
  if (form && invoice.status === 'open') {
    const name = form.get('card') ?? '';
    const intent = intentOf(sim, invoice);
    const waits = sim.world.paymentMethods.find(intent.paymentMethod);
    if (form.get('action') === 'is_me' && intent.status === 'requires_action' && waits)
      payInvoice(sim, invoice, { card: waits, isAuthenticated: true });
    else if (form.get('action') === 'pay' && Object.hasOwn(MAGIC_CARDS, name))
      payInvoice(sim, invoice, { card: newCard(sim, name, invoice.customer) });
    return { status: 303, location: `/i/${id}/${secret}` };
  }
  const cash = (amount: number) => escaped(money(language, amount, invoice.currency));
  const lines = invoice.lines.map(
    (line) => `<tr><th scope="row">${escaped(line.description)}</th><td>${cash(line.amount)}</td></tr>`,
  );
  const sums = sumsOf(invoice, language).map(
    ([label, amount]) => `<tr class="sum"><th scope="row">${escaped(label)}</th><td>${cash(amount)}</td></tr>`,
  );
  const intent = sim.world.intents.find(invoice.intent);
  const refusal = wrong || (invoice.status === 'open' ? (intent?.error?.message ?? '') : '');
  const alert = refusal ? `<p class="wrong" role="alert">${t.refused} ${escaped(refusal)}</p>` : '';
  const to = [invoice.buyer.name, ...invoice.buyer.taxIds.map(({ value }) => value)].filter(Boolean).join(' · ');
  const body = `<p class="quiet">${escaped(day(language, invoice.created))} · ${t.status[invoice.status]}${to ? ` · ${escaped(to)}` : ''}</p><table>${lines.join('')}${sums.join('')}</table>${alert}${payForm(invoice, intent?.status === 'requires_action', language)}<p><a href="/i/${id}/${secret}/pdf">${t.pdf}</a></p>`;
  return { status: 200, html: layout(language, `${t.invoice} ${invoice.number}`, body) };
}

function payForm(invoice: Invoice, asksHolder: boolean, language: Language): string {
  const t = textsIn(language);
  if (invoice.status !== 'open') return '';
  if (asksHolder)
    return `<h2>${t.authenticate}</h2><form method="post" class="fields"><button class="first" name="action" value="is_me">${t.isMe}</button></form>`;
  return `<form method="post" class="fields">${choice('card', t.card, cardOptions(language), null)}<button class="first" name="action" value="pay">${t.pay} ${escaped(money(language, invoice.amountDue, invoice.currency))}</button></form>`;
}

/** The same as a document. */
export function invoicePdf(sim: Sim, id: string, secret: string): PageAnswer {
  const invoice = sim.world.invoices.find(id);
  if (!invoice || invoice.secret !== secret || invoice.finalizedAt === null)
    return { status: 404, html: layout('es', textsIn('es').over, '') };
  const language = languageOf(invoice.buyer.language, undefined);
  const t = textsIn(language);
  const cash = (amount: number) => money(language, amount, invoice.currency);
  const { buyer } = invoice;
  const { seller } = sim.settings();
  const place = [
    buyer.address?.line1,
    [buyer.address?.postal_code, buyer.address?.city].filter(Boolean).join(' '),
    buyer.address?.country,
  ];
  const to = [buyer.name, buyer.email, ...place, ...buyer.taxIds.map(({ value }) => value)].filter(
    (each): each is string => Boolean(each),
  );
  return {
    status: 200,
    pdf: writePdf({
      title: `${t.invoice} ${invoice.number}`,
      head: [
        seller.name,
        `${t.date}: ${day(language, invoice.created)}`,
        t.status[invoice.status],
        '',
        `${t.to}:`,
        ...to,
      ],
      rows: invoice.lines.map((line): [string, string] => [line.description, cash(line.amount)]),
      sums: sumsOf(invoice, language).map(([label, amount]): [string, string] => [label, cash(amount)]),
      foot: t.mark,
    }),
  };
}
