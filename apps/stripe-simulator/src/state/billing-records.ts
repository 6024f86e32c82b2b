import type { Address, Metadata, Named } from './records.ts';

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
  /** Left as it is where the phase does not say it. */
  automaticTax?: boolean;
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
