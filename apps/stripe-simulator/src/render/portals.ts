import type Stripe from 'stripe';
import type { Sim } from '../sim.ts';
import type { PortalConfiguration, PortalSession } from '../state/records.ts';

export const showConfiguration = (_sim: Sim, of: PortalConfiguration): Stripe.BillingPortal.Configuration => ({
  id: of.id,
  object: 'billing_portal.configuration',
  active: true,
  application: null,
  business_profile: { headline: null, privacy_policy_url: null, terms_of_service_url: null },
  created: of.created,
  default_return_url: null,
  features: {
    customer_update: { allowed_updates: of.updates, enabled: of.updates.length > 0 },
    invoice_history: { enabled: of.showsInvoices },
    payment_method_update: { enabled: of.showsCards, payment_method_configuration: null },
    subscription_cancel: {
      cancellation_reason: { enabled: false, feedback_options: [], options: [] },
      enabled: of.cancels !== null,
      mode: of.cancels ?? 'at_period_end',
      proration_behavior: 'none',
    },
    subscription_pause: { duration: { type: 'indefinite' }, enabled: false } as never,
    subscription_update: {
      ...{ billing_cycle_anchor: null, default_allowed_updates: [], enabled: false, proration_behavior: 'none' },
      ...{ schedule_at_period_end: { conditions: [] }, trial_update_behavior: 'end_trial' },
    },
  },
  is_default: false,
  livemode: false,
  login_page: { enabled: false, url: null },
  metadata: of.metadata,
  name: null,
  updated: of.created,
});

export const showPortal = (sim: Sim, portal: PortalSession): Stripe.BillingPortal.Session => ({
  id: portal.id,
  object: 'billing_portal.session',
  configuration: portal.configuration ?? 'bpc_recado',
  created: portal.created,
  customer: portal.customer,
  customer_account: null,
  flow: null,
  livemode: false,
  locale: portal.locale,
  on_behalf_of: null,
  return_url: portal.returnUrl,
  url: `${sim.url()}/p/session/${portal.secret}`,
});
