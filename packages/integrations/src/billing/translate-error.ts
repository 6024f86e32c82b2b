import { billingErrors } from '@recado/core/billing/contract';
import { AppError } from '@recado/core/kernel/contract';
import Stripe from 'stripe';

const { errors } = Stripe;

const ACTION: ReadonlySet<string | undefined> = new Set([
  'authentication_required',
  'subscription_payment_intent_requires_action',
  'invoice_payment_intent_requires_action',
]);
const PROMOTION: ReadonlySet<string | undefined> = new Set(['coupon_expired', 'promotion_code_invalid']);
const REFUND: ReadonlySet<string | undefined> = new Set([
  'credit_note_amount_invalid',
  'charge_already_refunded',
  'charge_disputed',
]);

/** What Stripe refused, as an error of billing; Stripe's own words stay behind it as the cause, for the log. */
export function translateError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const cause = { cause: error };
  if (error instanceof errors.StripeConnectionError || error instanceof errors.StripeRateLimitError)
    return billingErrors.providerAway({}, cause);
  if (error instanceof errors.StripeIdempotencyError) return billingErrors.requestTaken({}, cause);
  if (error instanceof errors.StripeCardError) {
    if (ACTION.has(error.code) || ACTION.has(error.decline_code))
      return billingErrors.needsAction({ url: null }, cause);
    return billingErrors.cardDeclined({ reason: error.decline_code ?? error.code ?? 'generic_decline' }, cause);
  }
  if (error instanceof errors.StripeInvalidRequestError) return ofRequest(error);
  // what Stripe could not do itself, or while another call with the same key was still at work
  if (error instanceof errors.StripeAPIError) return billingErrors.providerAway({}, cause);
  return billingErrors.providerRefused({}, cause);
}

function ofRequest(error: Stripe.errors.StripeInvalidRequestError): AppError {
  const cause = { cause: error };
  const { code, param } = error;
  if (/no attached payment source/.test(error.message)) return billingErrors.noCard({}, cause);
  if (code === 'customer_tax_location_invalid') return billingErrors.addressNeeded({}, cause);
  if (PROMOTION.has(code) || /coupon|promotion_code/.test(param ?? ''))
    return billingErrors.promotionRefused({}, cause);
  // a refund that is too high has no code
  if (REFUND.has(code) || /greater than unrefunded amount/.test(error.message))
    return billingErrors.refundTooHigh({}, cause);
  if (code === 'resource_missing') return billingErrors.notFound({}, cause);
  return billingErrors.providerRefused({}, cause);
}
