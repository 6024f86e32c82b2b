// The port to whoever takes the money. Amounts are whole cents, moments are dates, plans go by the key of their price.

/** So many of a price. */
export type OrderLine = { priceKey: string; quantity: number };

/** A price of the catalogue, before tax. Its amount never changes: another amount has another key. */
export type PriceToSell = {
  key: string;
  /** What it is a price of; the versions of a plan share it. */
  product: string;
  name: string;
  cents: number;
  currency: string;
  interval: 'month' | 'year';
};

/** A code that the customer types at the till, or a discount that we give; the two exclude each other there. */
export type Promotion =
  | { kind: 'typed' }
  | { kind: 'coupon'; coupon: string }
  | { kind: 'code'; code: string }
  /** One of our own, made at the provider when it is first given: so much off for so many months, or for the first invoice alone. */
  | { kind: 'offer'; name: string; percent: number; months: number | null };

export type Checkout = { id: string; url: string; expiresAt: Date };

export type BilledItem = OrderLine & {
  id: string;
  price: string;
  product: string;
  cents: number;
  interval: 'day' | 'week' | 'month' | 'year';
};

/** What a change would cost, to the cent that it then costs at the same `at`. */
export type Preview = {
  at: Date;
  currency: string;
  subtotalCents: number;
  discountCents: number;
  taxCents: number;
  totalCents: number;
  /** What the card is asked for; less than the total where the balance pays part of it. */
  dueCents: number;
  lines: { text: string; cents: number; isProration: boolean; from: Date; to: Date; priceKey: string | null }[];
};

/** What became of a change. */
export type Change =
  | { kind: 'done'; invoice: string | null }
  /** It waits for its money until then, and nothing has changed; `url` is where it is paid. */
  | { kind: 'waits'; because: 'declined' | 'action'; invoice: string | null; url: string | null; until: Date }
  | { kind: 'planned'; at: Date };

export type BilledInvoice = {
  id: string;
  number: string | null;
  status: 'draft' | 'open' | 'paid' | 'void' | 'uncollectible';
  /** Why it was made, in the provider's word; `subscription_cycle` is a renewal. */
  reason: string | null;
  subscription: string | null;
  createdAt: Date;
  finalizedAt: Date | null;
  paidAt: Date | null;
  currency: string;
  totalCents: number;
  taxCents: number;
  dueCents: number;
  paidCents: number;
  /** What was given back after it was paid. */
  creditedCents: number;
  attempts: number;
  nextAttemptAt: Date | null;
  payment: 'none' | 'paid' | 'waits' | 'declined' | 'action';
  declineCode: string | null;
  /** Where it is looked at and paid, and its document. */
  url: string | null;
  document: string | null;
};

export type BilledSubscription = {
  id: string;
  status: 'incomplete' | 'incomplete_expired' | 'trialing' | 'active' | 'past_due' | 'unpaid' | 'paused' | 'canceled';
  startedAt: Date;
  currency: string;
  items: BilledItem[];
  /** The first of what its items say. */
  periodStart: Date;
  periodEnd: Date;
  trialEndsAt: Date | null;
  isEnding: boolean;
  endsAt: Date | null;
  endedAt: Date | null;
  /** Why it ended: asked for, a payment that failed, or a dispute. */
  endedBecause: string | null;
  /** A change that waits for its money. */
  waiting: { lines: OrderLine[]; until: Date } | null;
  schedule: string | null;
  /** What it becomes by itself, and when. */
  planned: { lines: OrderLine[]; at: Date } | null;
  discounts: {
    coupon: string;
    percent: number | null;
    cents: number | null;
    code: string | null;
    endsAt: Date | null;
  }[];
};

export type TaxIdState = {
  type: string;
  value: string;
  country: string | null;
  status: 'pending' | 'verified' | 'unverified' | 'unavailable';
};

/** Whom invoices are made out to, and whether they pay the tax themselves. */
export type TaxToPrint = {
  name: string;
  address: { line1: string; line2: string | null; city: string; postcode: string; country: string };
  /** As its country writes it, with the letters of a country of the Union. */
  taxId: { country: string; value: string; isUnion: boolean } | null;
  isReverseCharge: boolean;
};

/** Everything that we keep of one customer, read at once; two of them differ by what happened between, never by how they were come by. */
export type BillingPicture = {
  customer: string;
  /** Taken before the first question was asked: of two pictures the one with the later moment is newer. */
  readAt: Date;
  isDeleted: boolean;
  email: string | null;
  country: string | null;
  /** Below zero is credit. */
  balanceCents: number;
  currency: string | null;
  taxIds: TaxIdState[];
  /** The newest that lives, or else the last that did. */
  subscription: BilledSubscription | null;
  /** Others that live; there should be none. */
  strays: string[];
  card: { brand: string; last4: string; expMonth: number; expYear: number } | null;
  /** The newest first. */
  invoices: BilledInvoice[];
};

/** A payment that its bank disputes; `status` is the provider's word. */
export type BilledDispute = {
  id: string;
  customer: string | null;
  status: string;
  reason: string | null;
  currency: string;
  cents: number;
  openedAt: Date;
  /** Until when one may answer it. */
  dueAt: Date | null;
};

export type BillingEvent = { id: string; type: string; customer: string | null; createdAt: Date };

/** Why a call that says it comes from the provider is not believed. */
export type ProviderRefusal = 'forged' | 'stale' | 'foreign' | 'unreadable';

type Language = 'es' | 'en';

/**
 * Whoever takes the money. What changes something takes the key of the request that asks for it: the same key is the same act, done once,
 * however often it is called. Throws billing's errors and no others.
 */
export type BillingProvider = {
  /** Whether real money moves. */
  isLive: boolean;
  /** Makes the prices that are not there yet and changes none; `differing` are keys under which something else is sold. */
  writePrices(prices: PriceToSell[]): Promise<{ made: string[]; differing: string[] }>;
  /** The customer of an account: the one that is known, or one that is made now; its address and language are brought up to date. */
  ensureCustomer(
    asked: { account: string; known: string | null; email: string; name: string; language: Language },
    request: string,
  ): Promise<string>;
  /** Whom the invoices from now on are made out to; `isIdTaken` is false where it does not print such a number. */
  writeTax(asked: { customer: string; tax: TaxToPrint }, request: string): Promise<{ isIdTaken: boolean }>;
  /** The till. One at a time: an open one for the same order is given again, one for another order is closed. Throws alreadySubscribed. */
  checkout(
    asked: {
      account: string;
      customer: string;
      lines: OrderLine[];
      promotion: Promotion | null;
      /** What is left of a trial goes on; at least two days, if any. */
      trialEndsAt: Date | null;
      /** Whom it is made out to was told before; else the till asks for an address. */
      hasTax: boolean;
      language: Language;
      successUrl: string;
      cancelUrl: string;
    },
    request: string,
  ): Promise<Checkout>;
  /** The page for cards, invoices and cancelling; a plan is not changed there, nor whom invoices are made out to. */
  portal(asked: { customer: string; language: Language; returnUrl: string }, request: string): Promise<{ url: string }>;
  /**
   * What `change` would cost. `at` is the moment from which the rest of a period counts, and belongs into the change as well: null asks the
   * provider for its own now, and the answer says it.
   */
  preview(asked: { subscription: string; lines: OrderLine[]; at: Date | null }): Promise<Preview>;
  /** Now: paid at once, and no item changes before it is; what was planned is off; `at` null is the provider's own now. At the end of the period: planned, nothing is paid or given back. */
  change(
    asked: { subscription: string; lines: OrderLine[] } & ({ when: 'now'; at: Date | null } | { when: 'periodEnd' }),
    request: string,
  ): Promise<Change>;
  /** Ends it: with its period, or now. What was planned is off. */
  cancel(asked: { subscription: string; when: 'periodEnd' | 'now'; comment?: string }, request: string): Promise<void>;
  /** Takes back what was planned for the end of the period, and nothing else. */
  unplan(asked: { subscription: string }, request: string): Promise<void>;
  /** Takes off whatever makes it cost less, from its next invoice on. */
  undiscount(asked: { subscription: string }, request: string): Promise<void>;
  /** Takes back that it ends, and what was planned; one that stands still goes on. */
  resume(asked: { subscription: string }, request: string): Promise<void>;
  /** Asks the customer's card for an open invoice once more. Throws cardDeclined, needsAction, noCard. */
  pay(asked: { invoice: string }, request: string): Promise<void>;
  /** Money back to the card, with a credit note; everything that was paid when no amount is named. */
  refund(
    asked: { invoice: string; cents: number | null; memo: string },
    request: string,
  ): Promise<{ creditNote: string; number: string; refund: string | null; cents: number }>;
  /** Credit that the customer's next invoice takes first; below zero it asks for so much more. */
  credit(asked: { customer: string; cents: number; currency: string; memo: string }, request: string): Promise<void>;
  fetchDispute(id: string): Promise<BilledDispute>;
  fetchState(customer: string): Promise<BillingPicture>;
  /** The customers of whom something happened since then, and until when that is known. */
  listChanged(since: Date): Promise<{ customers: string[]; until: Date }>;
  /** The body as it came, byte for byte, and the header that signs it. */
  verifyWebhook(
    body: string | Uint8Array,
    signature: string | null,
  ): { event: BillingEvent; refusal: null } | { event: null; refusal: ProviderRefusal };
};
