// What the simulated account remembers: lean records. The objects of the wire are made from them in ../render.

export type Metadata = Record<string, string>;
export type Address = Record<'line1' | 'line2' | 'city' | 'state' | 'postal_code' | 'country', string | null>;
export type Named<Kind = unknown> = { id: string; created: number } & Kind;

export type Customer = Named<{
  email: string | null;
  name: string | null;
  phone: string | null;
  description: string | null;
  address: Address | null;
  metadata: Metadata;
  /** Negative is what we owe to the customer. */
  balance: number;
  currency: string | null;
  taxExempt: 'none' | 'exempt' | 'reverse';
  paymentMethod: string | null;
  locales: string[];
  clock: string | null;
  deleted?: true;
}>;

export type TaxId = Named<{
  customer: string;
  type: string;
  value: string;
  status: 'pending' | 'verified' | 'unverified' | 'unavailable';
  name: string | null;
  address: string | null;
  /** When an answer comes; null when it has come or never will. */
  answersAt: number | null;
}>;

export type Product = Named<{
  name: string;
  description: string | null;
  active: boolean;
  metadata: Metadata;
  updated: number;
  defaultPrice: string | null;
}>;

export type Interval = 'day' | 'week' | 'month' | 'year';
export type Price = Named<{
  product: string;
  currency: string;
  amount: number;
  recurring: { interval: Interval; count: number } | null;
  taxBehavior: 'exclusive' | 'inclusive' | 'unspecified';
  lookupKey: string | null;
  nickname: string | null;
  active: boolean;
  metadata: Metadata;
}>;

export type Coupon = Named<{
  name: string | null;
  percentOff: number | null;
  amountOff: number | null;
  currency: string | null;
  duration: 'once' | 'repeating' | 'forever';
  months: number | null;
  mostRedemptions: number | null;
  redeemBy: number | null;
  products: string[];
  timesRedeemed: number;
  metadata: Metadata;
  deleted?: true;
}>;

export type PromotionCode = Named<{
  code: string;
  coupon: string;
  active: boolean;
  customer: string | null;
  expiresAt: number | null;
  mostRedemptions: number | null;
  firstTimeOnly: boolean;
  minimum: { amount: number; currency: string } | null;
  timesRedeemed: number;
  metadata: Metadata;
}>;

export type Discount = Named<{
  coupon: string;
  promotionCode: string | null;
  customer: string;
  subscription: string | null;
  session: string | null;
  start: number;
  end: number | null;
}>;

/** How a card behaves when it is asked for money. */
export type Behaviour =
  | 'ok'
  | 'declined'
  | 'insufficient_funds'
  | 'expired'
  | 'authentication'
  | 'authentication_once'
  | 'ok_then_fails'
  | 'dispute';
export type PaymentMethod = Named<{
  customer: string | null;
  behaviour: Behaviour;
  brand: string;
  last4: string;
  expMonth: number;
  expYear: number;
  /** Whether its holder has shown who they are, which `authentication_once` asks for. */
  authenticated: boolean;
  name: string | null;
  metadata: Metadata;
}>;

/** What was debited for a stretch of the present period, net of discounts: credits are computed from it. */
export type Debit = { net: number; start: number; end: number; invoice: string | null; line: string };
export type Item = {
  id: string;
  created: number;
  price: string;
  quantity: number;
  start: number;
  end: number;
  metadata: Metadata;
  debits: Debit[];
};
export type SubscriptionStatus =
  | 'incomplete'
  | 'incomplete_expired'
  | 'trialing'
  | 'active'
  | 'past_due'
  | 'canceled'
  | 'unpaid'
  | 'paused';
export type Subscription = Named<{
  customer: string;
  status: SubscriptionStatus;
  items: Item[];
  currency: string;
  anchor: number;
  startDate: number;
  trialStart: number | null;
  trialEnd: number | null;
  missingCard: 'create_invoice' | 'pause' | 'cancel';
  cancelAt: number | null;
  cancelAtPeriodEnd: boolean;
  canceledAt: number | null;
  endedAt: number | null;
  cancellation: { comment: string | null; feedback: string | null; reason: string | null };
  paymentMethod: string | null;
  savesCard: 'off' | 'on_subscription';
  latestInvoice: string | null;
  pendingUpdate: { items: Item[]; anchor: number; expiresAt: number; invoice: string } | null;
  schedule: string | null;
  discounts: string[];
  automaticTax: boolean;
  prorationDiscounts: 'included' | 'itemized';
  metadata: Metadata;
  description: string | null;
  /** The period ends and trial ends that were already announced. */
  announced: { upcoming: number | null; trialEnd: number | null };
}>;

export type PhaseItem = { price: string; quantity: number };
export type Phase = {
  start: number;
  end: number;
  items: PhaseItem[];
  proration: Proration;
  coupons: string[];
  metadata: Metadata;
  trialEnd: number | null;
};
export type Schedule = Named<{
  customer: string;
  subscription: string | null;
  releasedSubscription: string | null;
  status: 'not_started' | 'active' | 'completed' | 'released' | 'canceled';
  phases: Phase[];
  /** Until when its phases have been followed. */
  steppedAt: number;
  endBehavior: 'release' | 'cancel';
  completedAt: number | null;
  releasedAt: number | null;
  canceledAt: number | null;
  metadata: Metadata;
}>;

export type Proration = 'create_prorations' | 'always_invoice' | 'none';
export type LineTax = { amount: number; inclusive: boolean; rate: string | null; reason: string; taxable: number };
export type Line = {
  id: string;
  amount: number;
  description: string;
  start: number;
  end: number;
  price: string | null;
  quantity: number;
  proration: boolean;
  /** The lines whose money a credit gives back. */
  credited: { invoice: string; lines: string[] } | null;
  discountable: boolean;
  discounts: { discount: string; amount: number }[];
  taxes: LineTax[];
  item: string | null;
  pending: string | null;
};

/** A line that waits for the next invoice. */
export type PendingLine = Named<{ customer: string; subscription: string | null; line: Line }>;

export type Invoice = Named<{
  customer: string;
  subscription: string | null;
  subscriptionMetadata: Metadata;
  prorationDate: number | null;
  number: string | null;
  status: 'draft' | 'open' | 'paid' | 'uncollectible' | 'void';
  reason: string;
  currency: string;
  lines: Line[];
  discounts: string[];
  automaticTax: boolean;
  periodStart: number;
  periodEnd: number;
  total: number;
  startingBalance: number;
  endingBalance: number | null;
  amountDue: number;
  amountPaid: number;
  attempts: number;
  firstAttempt: number | null;
  nextAttempt: number | null;
  advances: boolean;
  finalizesAt: number | null;
  finalizedAt: number | null;
  paidAt: number | null;
  voidedAt: number | null;
  uncollectibleAt: number | null;
  paymentMethod: string | null;
  intent: string | null;
  paidOutside: boolean;
  beforePayment: number;
  afterPayment: number;
  buyer: {
    name: string | null;
    email: string | null;
    phone: string | null;
    address: Address | null;
    taxExempt: string;
    taxIds: { type: string; value: string }[];
    language: string;
  };
  /** In the addresses of its page and its PDF. */
  secret: string;
  description: string | null;
  metadata: Metadata;
}>;

export type Intent = Named<{
  invoice: string | null;
  customer: string;
  amount: number;
  currency: string;
  status: 'requires_payment_method' | 'requires_action' | 'requires_confirmation' | 'succeeded' | 'canceled';
  paymentMethod: string | null;
  charge: string | null;
  error: CardRefusal | null;
  secret: string;
  canceledAt: number | null;
  /** How it is shown among the payments of its invoice. */
  paymentId: string;
  paidAt: number | null;
}>;
export type CardRefusal = {
  code: string;
  declineCode: string | null;
  message: string;
  charge: string | null;
  paymentMethod: string | null;
};

export type Charge = Named<{
  amount: number;
  currency: string;
  refunded: number;
  paid: boolean;
  refusal: CardRefusal | null;
  intent: string;
  invoice: string | null;
  customer: string;
  paymentMethod: string;
  card: { brand: string; last4: string; expMonth: number; expYear: number };
  disputed: boolean;
}>;

export type Refund = Named<{
  amount: number;
  currency: string;
  charge: string;
  intent: string;
  reason: string | null;
  metadata: Metadata;
  creditNote: string | null;
}>;
export type Dispute = Named<{
  charge: string;
  intent: string;
  amount: number;
  currency: string;
  reason: string;
  status: 'needs_response' | 'won' | 'lost';
  metadata: Metadata;
}>;

export type CreditNote = Named<{
  number: string;
  invoice: string;
  customer: string;
  currency: string;
  amount: number;
  subtotal: number;
  taxes: LineTax[];
  lines: {
    id: string;
    line: string | null;
    description: string;
    amount: number;
    quantity: number | null;
    taxes: LineTax[];
  }[];
  isAfterPayment: boolean;
  refunds: { refund: string; amount: number }[];
  outside: number;
  balanceTransaction: string | null;
  reason: string | null;
  memo: string | null;
  metadata: Metadata;
  voidedAt: number | null;
}>;

export type BalanceTransaction = Named<{
  customer: string;
  amount: number;
  currency: string;
  ending: number;
  type: string;
  description: string | null;
  invoice: string | null;
  creditNote: string | null;
  metadata: Metadata;
}>;

export type Session = Named<{
  mode: 'subscription' | 'setup';
  status: 'open' | 'complete' | 'expired';
  customer: string | null;
  customerEmail: string | null;
  reference: string | null;
  lines: PhaseItem[];
  discounts: { coupon: string; promotionCode: string | null }[];
  allowsCodes: boolean;
  successUrl: string;
  cancelUrl: string | null;
  collectsCard: 'always' | 'if_required';
  automaticTax: boolean;
  collectsTaxId: 'no' | 'if_supported' | 'required';
  asksAddress: boolean;
  updates: { name: boolean; address: boolean };
  locale: string | null;
  metadata: Metadata;
  expiresAt: number;
  completedAt: number | null;
  subscription: string | null;
  invoice: string | null;
  currency: string | null;
  data: {
    metadata: Metadata;
    description: string | null;
    trialDays: number | null;
    trialEnd: number | null;
    missingCard: Subscription['missingCard'];
    anchor: number | null;
  };
  amounts: { subtotal: number; discount: number; tax: number; total: number };
  buyer: {
    email: string | null;
    name: string | null;
    phone: string | null;
    address: Address | null;
    taxIds: { type: string; value: string }[];
  } | null;
}>;

export type PortalSession = Named<{
  customer: string;
  returnUrl: string | null;
  locale: string | null;
  secret: string;
}>;
export type EventRecord = Named<{
  type: string;
  object: unknown;
  previous: Record<string, unknown> | null;
  request: string | null;
  idempotencyKey: string | null;
}>;
export type Endpoint = Named<{
  url: string;
  secret: string;
  events: string[];
  enabled: boolean;
  description: string | null;
  metadata: Metadata;
  fixed: boolean;
}>;
export type Delivery = {
  id: string;
  event: string;
  endpoint: string;
  attempts: number /** Real milliseconds. */;
  dueAt: number;
  held: boolean;
  copy: number;
};
export type Answer = { id: string; at: number; digest: string; status: number; body: string };
export type Clock = Named<{ name: string | null; frozen: number; deletesAfter: number }>;
/** What VIES says of a VAT id. */
export type Vies = { id: string; status: 'verified' | 'unverified'; name: string | null; address: string | null };

export type Settings = {
  id: 'settings';
  created: number;
  /** Milliseconds that virtual time is ahead of this machine's, when it runs; or where it stands still, in seconds. */
  ahead: number;
  standsAt: number | null;
  nextInvoice: number;
  nextCreditNote: number;
  seller: { country: string; name: string };
  /** Days after the first attempt at which a refused payment is tried again. */
  retryDays: number[];
  afterRetries: 'past_due' | 'unpaid' | 'cancel';
  delivery: {
    mode: 'inorder' | 'reverse' | 'shuffle';
    seed: number;
    duplicate: number;
    delayMs: number;
    drop: number;
    hold: boolean;
  };
  vies: 'verified' | 'unverified' | 'down';
};
