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

export type * from './account-records.ts';
export type * from './billing-records.ts';
