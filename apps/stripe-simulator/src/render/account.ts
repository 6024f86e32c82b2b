import type Stripe from 'stripe';
import type { Sim } from '../sim.ts';
import type { Clock, Endpoint, EventRecord } from '../state/records.ts';
import { API_VERSION } from './wire-shapes.ts';

export const showEvent = (sim: Sim, event: EventRecord): Stripe.Event =>
  ({
    id: event.id,
    object: 'event',
    api_version: API_VERSION,
    created: event.created,
    data: { object: event.object, ...(event.previous && { previous_attributes: event.previous }) },
    livemode: false,
    pending_webhooks: new Set(
      sim.world.deliveries
        .peek()
        .filter(({ event: of }) => of === event.id)
        .map(({ endpoint }) => endpoint),
    ).size,
    request: { id: event.request, idempotency_key: event.idempotencyKey },
    type: event.type,
  }) as unknown as Stripe.Event;

/** The secret is shown when an endpoint is made, and to those who look at it in the simulator. */
export const showEndpoint = (_sim: Sim, endpoint: Endpoint, withSecret = false): Stripe.WebhookEndpoint => ({
  id: endpoint.id,
  object: 'webhook_endpoint',
  api_version: API_VERSION,
  application: null,
  created: endpoint.created,
  description: endpoint.description,
  enabled_events: endpoint.events,
  livemode: false,
  metadata: endpoint.metadata,
  ...(withSecret && { secret: endpoint.secret }),
  status: endpoint.enabled ? 'enabled' : 'disabled',
  url: endpoint.url,
});

export const showClock = (_sim: Sim, clock: Clock): Stripe.TestHelpers.TestClock => ({
  id: clock.id,
  object: 'test_helpers.test_clock',
  created: clock.created,
  deletes_after: clock.deletesAfter,
  frozen_time: clock.frozen,
  livemode: false,
  name: clock.name,
  status: 'ready',
  status_details: {},
});
