import type { RecordStore } from './record-store.ts';
import type * as R from './records.ts';
import { createTable, type Table } from './table.ts';

/** The whole simulated account. */
export type World = ReturnType<typeof createWorld>;

const OVER: ReadonlySet<string> = new Set(['complete', 'expired']);

/** Brings the account back from its store, or begins a new one. */
export function createWorld(store: RecordStore, fresh: R.Settings) {
  const table = <Kind extends { id: string }>(
    kind: string,
    most?: number,
    mayGo?: (record: Kind) => boolean,
  ): Table<Kind> => createTable<Kind>(kind, store.load(kind), most ? { most, ...(mayGo && { mayGo }) } : undefined);
  const tables = {
    settings: table<R.Settings>('settings'),
    customers: table<R.Customer>('customer'),
    taxIds: table<R.TaxId>('tax_id'),
    products: table<R.Product>('product'),
    prices: table<R.Price>('price'),
    coupons: table<R.Coupon>('coupon'),
    promotionCodes: table<R.PromotionCode>('promotion_code'),
    discounts: table<R.Discount>('discount'),
    paymentMethods: table<R.PaymentMethod>('payment_method'),
    subscriptions: table<R.Subscription>('subscription'),
    schedules: table<R.Schedule>('schedule'),
    pendingLines: table<R.PendingLine>('pending_line'),
    invoices: table<R.Invoice>('invoice', 20_000, ({ status }) => status === 'paid' || status === 'void'),
    intents: table<R.Intent>('intent', 20_000, ({ status }) => status === 'succeeded' || status === 'canceled'),
    charges: table<R.Charge>('charge', 20_000),
    refunds: table<R.Refund>('refund', 5000),
    disputes: table<R.Dispute>('dispute', 5000),
    creditNotes: table<R.CreditNote>('credit_note', 5000),
    balanceTransactions: table<R.BalanceTransaction>('balance_transaction', 20_000),
    sessions: table<R.Session>('session', 2000, ({ status }) => OVER.has(status)),
    portals: table<R.PortalSession>('portal', 500),
    portalConfigurations: table<R.PortalConfiguration>('portal_configuration', 100),
    events: table<R.EventRecord>('event', 10_000),
    endpoints: table<R.Endpoint>('endpoint'),
    deliveries: table<R.Delivery>('delivery', 20_000),
    answers: table<R.Answer>('answer', 2000),
    clocks: table<R.Clock>('clock', 100),
    vies: table<R.Vies>('vies', 1000),
  };
  const all = Object.values(tables) as Table<{ id: string }>[];
  if (!tables.settings.find('settings')) tables.settings.add(fresh);

  return {
    ...tables,
    /** Writes down what changed since the last time. */
    commit(): void {
      const changes = all.flatMap((each) => each.settle());
      if (changes.length > 0) store.write(changes);
    },
    /** Forgets what changed since the last time. */
    rollback(): void {
      for (const each of all) each.forget();
    },
  };
}
