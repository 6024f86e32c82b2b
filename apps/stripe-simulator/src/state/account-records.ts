import type { PhaseItem, Subscription } from './billing-records.ts';
import type { Address, Metadata, Named } from './records.ts';

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
  /** What it may show; those of before this was kept have none. */
  configuration?: string | null;
  secret: string;
}>;
export type PortalConfiguration = Named<{
  metadata: Metadata;
  /** What customers may write anew about themselves. */
  updates: string[];
  showsInvoices: boolean;
  showsCards: boolean;
  cancels: 'at_period_end' | 'immediately' | null;
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
