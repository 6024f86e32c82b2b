import {
  showCoupon,
  showDiscount,
  showPrice,
  showProduct,
  showPromotionCode,
  showTaxRate,
} from '../render/catalogue.ts';
import { showSession, showSessionLines } from '../render/checkout.ts';
import { showBalanceTransaction, showCustomer, showPaymentMethod, showTaxId } from '../render/customers.ts';
import { showInvoice } from '../render/invoices.ts';
import {
  showCharge,
  showCreditNote,
  showDispute,
  showIntent,
  showInvoicePayment,
  showRefund,
} from '../render/payments.ts';
import { showSchedule, showSubscription } from '../render/subscriptions.ts';
import { listOf } from '../render/wire-shapes.ts';
import type { Sim } from '../sim.ts';
import type { Table } from '../state/table.ts';
import { refused } from './stripe-error.ts';

type Shown = Record<string, unknown>;

const look =
  <R extends { id: string }>(sim: Sim, table: Table<R>, show: (sim: Sim, record: R) => unknown) =>
  (id: string) => {
    const record = table.find(id);
    return record && show(sim, record);
  };

/** What an id names, by the key under which it stands or by how it begins. */
function objectOf(sim: Sim, key: string, id: string): unknown {
  const { world } = sim;
  // these may have names of their own making
  const byKey: Record<string, (id: string) => unknown> = {
    coupon: look(sim, world.coupons, showCoupon),
    product: look(sim, world.products, showProduct),
    price: look(sim, world.prices, showPrice),
    promotion_code: look(sim, world.promotionCodes, showPromotionCode),
    tax_rate: showTaxRate,
  };
  const byPrefix: [string, (id: string) => unknown][] = [
    ['cus_', look(sim, world.customers, showCustomer)],
    ['sub_sched_', look(sim, world.schedules, showSchedule)],
    ['sub_', look(sim, world.subscriptions, showSubscription)],
    [
      'inpay_',
      (inpay) => {
        const found = world.intents.peek().find(({ paymentId }) => paymentId === inpay);
        return found && showInvoicePayment(sim, found);
      },
    ],
    ['in_', look(sim, world.invoices, showInvoice)],
    ['pi_', look(sim, world.intents, showIntent)],
    ['pm_', look(sim, world.paymentMethods, showPaymentMethod)],
    ['ch_', look(sim, world.charges, showCharge)],
    ['re_', look(sim, world.refunds, showRefund)],
    ['cn_', look(sim, world.creditNotes, showCreditNote)],
    ['du_', look(sim, world.disputes, showDispute)],
    ['di_', look(sim, world.discounts, showDiscount)],
    ['cs_', look(sim, world.sessions, showSession)],
    ['txi_', look(sim, world.taxIds, showTaxId)],
    ['cbtxn_', look(sim, world.balanceTransactions, showBalanceTransaction)],
  ];
  return byKey[key]?.(id) ?? byPrefix.find(([prefix]) => id.startsWith(prefix))?.[1](id);
}

/** What an object shows only when it is asked for. */
function included(sim: Sim, object: Shown, key: string): unknown {
  const id = String(object.id);
  const { world } = sim;
  switch (`${object.object}.${key}`) {
    case 'invoice.payments': {
      const intents = world.intents.peek().filter(({ invoice }) => invoice === id);
      return listOf(
        intents.map((intent) => showInvoicePayment(sim, intent)),
        `/v1/invoice_payments?invoice=${id}`,
      );
    }
    case 'invoice.confirmation_secret': {
      const intent = world.intents.find(world.invoices.find(id)?.intent);
      return intent ? { client_secret: intent.secret, type: 'payment_intent' } : null;
    }
    case 'checkout.session.line_items':
      return listOf(showSessionLines(sim, world.sessions.get(id)), `/v1/checkout/sessions/${id}/line_items`);
    case 'customer.tax_ids':
      return listOf(
        world.taxIds
          .peek()
          .filter(({ customer }) => customer === id)
          .map((each) => showTaxId(sim, each)),
        `/v1/customers/${id}/tax_ids`,
      );
    case 'customer.subscriptions': {
      const live = world.subscriptions
        .peek()
        .filter(({ customer, status }) => customer === id && status !== 'canceled' && status !== 'incomplete_expired');
      return listOf(live.map((each) => showSubscription(sim, each)).reverse(), `/v1/customers/${id}/subscriptions`);
    }
    case 'charge.refunds':
      return listOf(
        world.refunds
          .peek()
          .filter(({ charge }) => charge === id)
          .map((each) => showRefund(sim, each))
          .reverse(),
        `/v1/charges/${id}/refunds`,
      );
    case 'coupon.applies_to': {
      const products = world.coupons.get(id).products;
      return products.length > 0 ? { products } : undefined;
    }
    case 'customer.tax': {
      const country = world.customers.get(id).address?.country;
      return {
        ...{ automatic_tax: country ? 'supported' : 'unrecognized_location', ip_address: null, provider: 'stripe' },
        location: country ? { country, source: 'billing_address', state: null } : null,
      };
    }
    default:
      return undefined;
  }
}

const isShown = (value: unknown): value is Shown =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function walk(sim: Sim, at: unknown, path: string[], whole: string): void {
  const [key, ...rest] = path;
  if (key === undefined || at === null) return;
  if (Array.isArray(at)) {
    for (const each of at) walk(sim, each, path, whole);
    return;
  }
  if (!isShown(at)) throw refused(`This property cannot be expanded (${whole}).`, { param: 'expand' });
  const more = included(sim, at, key);
  if (more !== undefined) at[key] = more;
  else if (!(key in at)) {
    if (at.object === 'coupon' && key === 'applies_to') return;
    throw refused(`This property cannot be expanded (${whole}).`, { param: 'expand' });
  }
  const value = at[key];
  if (typeof value === 'string') at[key] = objectOf(sim, key, value) ?? value;
  if (Array.isArray(value))
    at[key] = value.map((each) => (typeof each === 'string' ? (objectOf(sim, key, each) ?? each) : each));
  if (isShown(value) && value.object === 'list' && rest.length === 0) return;
  walk(sim, at[key], rest, whole);
}

/** Puts objects in the place of their ids where a request asks for it. */
export function expandAll(sim: Sim, answer: unknown, paths: string[]): void {
  for (const path of paths) {
    const parts = path.split('.');
    if (parts.length > 4) throw refused('You cannot expand more than 4 levels of a property.', { param: 'expand' });
    walk(sim, answer, parts, path);
  }
}
