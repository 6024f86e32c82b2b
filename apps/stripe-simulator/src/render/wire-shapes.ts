import type Stripe from 'stripe';

/** What the pinned SDK speaks. */
export const API_VERSION = '2026-10-28.endive';

/** On the wire a decimal is a text; the SDK makes its own of it. */
export const decimal = (amount: number): Stripe.Decimal => String(amount) as unknown as Stripe.Decimal;

export const listOf = <T>(data: T[], url: string): Stripe.ApiList<T> => ({
  object: 'list',
  data,
  has_more: false,
  url,
});
