import { z } from 'zod';
import { recurringPrice } from '../billing/create-subscription.ts';
import { couponFor } from '../billing/discounts-of.ts';
import { expireSession } from '../billing/due.ts';
import { priceSession } from '../billing/price-session.ts';
import { DAY } from '../money/months.ts';
import { showSession, showSessionLines } from '../render/checkout.ts';
import type { Sim } from '../sim.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';
import { customerOf } from './customers.ts';
import { automaticTax, billingMode, discountParam, trialSettings } from './subscription-params.ts';

const sessionOf = (sim: Sim, id: string | undefined) => known(sim.world.sessions.find(id), 'checkout.session', id);
const place = z.string().regex(/^https?:\/\//, 'Not a valid URL');
const follows = z.enum(['auto', 'never']).optional();
const LONGEST_TRIAL_LEAD = 2 * DAY;

export const sessions: Route[] = [
  route(
    'POST',
    '/v1/checkout/sessions',
    p.shape({
      ...{
        mode: z.enum(['subscription', 'setup'], 'The simulator knows the modes subscription and setup.'),
        customer: p.text.optional(),
        customer_email: p.text.optional(),
      },
      ...{
        client_reference_id: p.text.optional(),
        success_url: place,
        cancel_url: place.optional(),
        discounts: discountParam.optional(),
        currency: p.text.optional(),
      },
      line_items: z
        .array(
          z.strictObject({
            price: p.text,
            quantity: p.whole.optional(),
            adjustable_quantity: z.strictObject({ enabled: z.literal('false') }).optional(),
          }),
        )
        .optional(),
      ...{
        allow_promotion_codes: p.truth.optional(),
        payment_method_collection: z.enum(['always', 'if_required']).optional(),
      },
      ...{
        automatic_tax: automaticTax.optional(),
        locale: p.text.optional(),
        metadata: p.metadata.optional(),
        expires_at: p.moment.optional(),
      },
      tax_id_collection: z
        .strictObject({ enabled: p.truth, required: z.enum(['never', 'if_supported']).optional() })
        .optional(),
      customer_update: z.strictObject({ name: follows, address: follows, shipping: follows }).optional(),
      ...{
        billing_address_collection: z.enum(['auto', 'required']).optional(),
        payment_method_types: p.texts.optional(),
      },
      ui_mode: z.enum(['hosted', 'hosted_page'], 'The simulator has hosted pages only.').optional(),
      subscription_data: z
        .strictObject({
          ...{
            trial_period_days: p.whole,
            trial_end: p.moment,
            metadata: p.metadata,
            description: p.text,
            trial_settings: trialSettings,
          },
          ...{
            billing_cycle_anchor: p.moment,
            billing_mode: billingMode,
            proration_behavior: z.enum(['create_prorations', 'none']),
          },
        })
        .partial()
        .optional(),
    }),
    (sim, given) => {
      const customer = given.customer ? customerOf(sim, given.customer) : undefined;
      if (given.discounts && given.allow_promotion_codes)
        throw refused('You may only specify one of these parameters: allow_promotion_codes, discounts.', {
          param: 'discounts',
        });
      if (given.customer && given.customer_email)
        throw refused('You may only specify one of these parameters: customer, customer_email.');
      if (given.customer_update && !customer)
        throw refused('`customer_update` can only be used with `customer`.', { param: 'customer_update' });
      if (given.tax_id_collection?.enabled && customer && given.customer_update?.name !== 'auto')
        throw refused(
          'Tax ID collection requires updating business name on the customer. To enable tax ID collection for an existing customer, please set `customer_update[name]` to `auto`.',
          { param: 'customer_update[name]' },
        );
      if (
        given.automatic_tax?.enabled &&
        customer &&
        !customer.address?.country &&
        given.customer_update?.address !== 'auto'
      )
        throw refused(
          "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address to the Customer or set `customer_update[address]` to 'auto'.",
          { code: 'customer_tax_location_invalid' },
        );
      const lines = (given.line_items ?? []).map(({ price, quantity = 1 }) => ({ price, quantity }));
      if (given.mode === 'subscription' && lines.length === 0)
        throw refused('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
      const data = given.subscription_data ?? {};
      if (data.trial_end !== undefined && data.trial_end < sim.now() + LONGEST_TRIAL_LEAD)
        throw refused('The `trial_end` date has to be at least 2 days in the future.', {
          param: 'subscription_data[trial_end]',
        });
      const expiresAt = given.expires_at ?? sim.now() + DAY;
      if (expiresAt < sim.now() + 1800 || expiresAt > sim.now() + DAY)
        throw refused(
          'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
          { param: 'expires_at' },
        );
      const session = sim.world.sessions.add({
        ...{
          id: sim.id('cs_test', 40),
          created: sim.now(),
          mode: given.mode,
          status: 'open',
          customer: customer?.id ?? null,
        },
        ...{ customerEmail: given.customer_email ?? null, reference: given.client_reference_id ?? null, lines },
        discounts: (given.discounts ?? []).map((each) => couponFor(sim, each, customer?.id ?? null)),
        ...{
          allowsCodes: given.allow_promotion_codes ?? false,
          successUrl: given.success_url,
          cancelUrl: given.cancel_url ?? null,
        },
        ...{
          collectsCard: given.payment_method_collection ?? 'always',
          automaticTax: given.automatic_tax?.enabled ?? false,
        },
        collectsTaxId: !given.tax_id_collection?.enabled
          ? 'no'
          : given.tax_id_collection.required === 'if_supported'
            ? 'required'
            : 'if_supported',
        asksAddress: given.billing_address_collection === 'required' || (given.automatic_tax?.enabled ?? false),
        updates: { name: given.customer_update?.name === 'auto', address: given.customer_update?.address === 'auto' },
        ...{
          locale: given.locale ?? null,
          metadata: given.metadata ?? {},
          expiresAt,
          completedAt: null,
          subscription: null,
          invoice: null,
        },
        currency: lines[0] ? recurringPrice(sim, lines[0].price).currency : (given.currency ?? null),
        data: {
          ...{
            metadata: data.metadata ?? {},
            description: data.description ?? null,
            trialDays: data.trial_period_days ?? null,
            trialEnd: data.trial_end ?? null,
          },
          ...{
            missingCard: data.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice',
            anchor: data.billing_cycle_anchor ?? null,
          },
        },
        ...{ amounts: { subtotal: 0, discount: 0, tax: 0, total: 0 }, buyer: null },
      });
      if (session.mode === 'subscription') priceSession(sim, session);
      return showSession(sim, session);
    },
  ),
  route(
    'GET',
    '/v1/checkout/sessions',
    p.shape({ ...p.page, customer: p.text.optional(), subscription: p.text.optional(), status: p.text.optional() }),
    (sim, { customer, subscription, status, ...page }) =>
      listPage(
        sim.world.sessions
          .peek()
          .filter(
            (each) =>
              (!customer || each.customer === customer) &&
              (!subscription || each.subscription === subscription) &&
              (!status || each.status === status),
          ),
        page,
        (each) => showSession(sim, each),
        '/v1/checkout/sessions',
      ),
  ),
  route('GET', '/v1/checkout/sessions/:id', p.shape({}), (sim, _, { id }) => showSession(sim, sessionOf(sim, id))),
  route('GET', '/v1/checkout/sessions/:id/line_items', p.shape(p.page), (sim, page, { id }) =>
    listPage(
      showSessionLines(sim, sessionOf(sim, id)).reverse(),
      page,
      (each) => each,
      `/v1/checkout/sessions/${id}/line_items`,
    ),
  ),
  route('POST', '/v1/checkout/sessions/:id/expire', p.shape({}), (sim, _, { id }) => {
    const session = sessionOf(sim, id);
    if (session.status !== 'open')
      throw refused(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      );
    expireSession(sim, session.id);
    return showSession(sim, session);
  }),
];
