import { z } from 'zod';
import * as p from '../wire/params.ts';

export const discountParam = z.union([
  z.array(
    z.strictObject({ coupon: p.text.optional(), promotion_code: p.text.optional(), discount: p.text.optional() }),
  ),
  p.unset,
]);
export const itemParam = z.strictObject({
  ...{
    id: p.text.optional(),
    price: p.text.optional(),
    quantity: p.whole.optional(),
    deleted: p.truth.optional(),
    metadata: z.record(z.string(), z.string()).optional(),
  },
  clear_usage: p.truth.optional(),
});
export const trialSettings = z.strictObject({
  end_behavior: z.strictObject({ missing_payment_method: z.enum(['create_invoice', 'pause', 'cancel']) }),
});
export const prorationParam = z.enum(['create_prorations', 'always_invoice', 'none']);
export const automaticTax = z.strictObject({
  enabled: p.truth,
  liability: z.strictObject({ type: z.literal('self') }).optional(),
});
export const billingMode = z.strictObject({
  type: z.literal('flexible', 'The simulator knows the flexible billing mode, which is the default.'),
  flexible: z.strictObject({ proration_discounts: z.enum(['included', 'itemized']).optional() }).optional(),
});
export const behaviorParam = z.enum([
  'allow_incomplete',
  'default_incomplete',
  'error_if_incomplete',
  'pending_if_incomplete',
]);
const FEEDBACK = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const;
export const cancellationDetails = z.strictObject({
  comment: p.text.optional(),
  feedback: z.union([z.enum(FEEDBACK), p.unset]).optional(),
});
export const shared = {
  ...{
    cancel_at_period_end: p.truth.optional(),
    cancel_at: z.union([p.unset, p.moment, z.enum(['min_period_end', 'max_period_end'])]).optional(),
    default_payment_method: p.text.optional(),
  },
  ...{
    metadata: p.metadata.optional(),
    description: p.text.optional(),
    discounts: discountParam.optional(),
    automatic_tax: automaticTax.optional(),
  },
  ...{
    trial_settings: trialSettings.optional(),
    collection_method: z.literal('charge_automatically').optional(),
    off_session: p.truth.optional(),
  },
  ...{
    payment_behavior: behaviorParam.optional(),
    proration_behavior: prorationParam.optional(),
    trial_end: p.momentOrNow.optional(),
  },
  payment_settings: z
    .strictObject({
      save_default_payment_method: z.enum(['off', 'on_subscription']).optional(),
      payment_method_types: p.texts.optional(),
    })
    .optional(),
};

/** Where the cycle of periods begins, as the API words it now. */
export const anchorParam = z.strictObject({ type: z.enum(['now', 'unchanged']) });

/** A span of moments, as lists ask for it. */
export const createdParam = z
  .union([p.moment, z.strictObject({ gt: p.moment, gte: p.moment, lt: p.moment, lte: p.moment }).partial()])
  .optional();

/** Whether a moment lies in what a list asks for. */
export function isWithin(
  at: number,
  asked:
    | number
    | { gt?: number | undefined; gte?: number | undefined; lt?: number | undefined; lte?: number | undefined }
    | undefined,
): boolean {
  if (asked === undefined) return true;
  if (typeof asked === 'number') return at === asked;
  const { gt = -1, gte = 0, lt = Number.POSITIVE_INFINITY, lte = Number.POSITIVE_INFINITY } = asked;
  return at > gt && at >= gte && at < lt && at <= lte;
}
