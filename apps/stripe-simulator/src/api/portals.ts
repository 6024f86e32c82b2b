import { z } from 'zod';
import { showConfiguration, showPortal } from '../render/portals.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { customerOf } from './customers.ts';

const place = z.string().regex(/^https?:\/\//, 'Not a valid URL');
const enabled = z.strictObject({ enabled: p.truth }).optional();

export const portals: Route[] = [
  route(
    'POST',
    '/v1/billing_portal/configurations',
    p.shape({
      features: z.strictObject({
        customer_update: z.strictObject({ enabled: p.truth, allowed_updates: p.texts.optional() }).optional(),
        invoice_history: enabled,
        payment_method_update: enabled,
        subscription_cancel: z
          .strictObject({ enabled: p.truth, mode: z.enum(['at_period_end', 'immediately']).optional() })
          .optional(),
        subscription_update: z
          .strictObject({ enabled: z.literal('false', 'Plans do not change in the portal of the simulator.') })
          .optional(),
      }),
      metadata: p.metadata.optional(),
    }),
    (sim, { features, metadata }) =>
      showConfiguration(
        sim,
        sim.world.portalConfigurations.add({
          ...{ id: sim.id('bpc', 24), created: sim.now(), metadata: metadata ?? {} },
          updates: features.customer_update?.enabled ? (features.customer_update.allowed_updates ?? []) : [],
          ...{
            showsInvoices: features.invoice_history?.enabled ?? false,
            showsCards: features.payment_method_update?.enabled ?? false,
          },
          cancels: features.subscription_cancel?.enabled
            ? (features.subscription_cancel.mode ?? 'at_period_end')
            : null,
        }),
      ),
  ),
  route(
    'GET',
    '/v1/billing_portal/configurations',
    p.shape({ ...p.page, active: p.truth.optional(), is_default: p.truth.optional() }),
    (sim, { active, is_default, ...page }) =>
      listPage(
        active === false || is_default ? [] : sim.world.portalConfigurations.peek(),
        page,
        (each) => showConfiguration(sim, each),
        '/v1/billing_portal/configurations',
      ),
  ),
  route('GET', '/v1/billing_portal/configurations/:id', p.shape({}), (sim, _, { id }) =>
    showConfiguration(sim, known(sim.world.portalConfigurations.find(id), 'configuration', id)),
  ),
  route(
    'POST',
    '/v1/billing_portal/sessions',
    p.shape({
      ...{ customer: p.text, return_url: place.optional(), locale: p.text.optional() },
      configuration: p.text.optional(),
    }),
    (sim, { customer, return_url, locale, configuration }) =>
      showPortal(
        sim,
        sim.world.portals.add({
          ...{ id: sim.id('bps', 24), created: sim.now(), customer: customerOf(sim, customer).id },
          ...{ returnUrl: return_url ?? null, locale: locale ?? null },
          configuration: configuration
            ? known(sim.world.portalConfigurations.find(configuration), 'configuration', configuration, 'configuration')
                .id
            : null,
          secret: sim.id('test', 40),
        }),
      ),
  ),
];
