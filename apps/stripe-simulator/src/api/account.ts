import { z } from 'zod';
import { DAY } from '../money/months.ts';
import { showClock, showEndpoint, showEvent } from '../render/account.ts';
import { API_VERSION } from '../render/wire-shapes.ts';
import { emit, type Sim } from '../sim.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';
import { createdParam, isWithin } from './subscription-params.ts';

const clockOf = (sim: Sim, id: string | undefined) => known(sim.world.clocks.find(id), 'test clock', id);

// events leave this machine for nobody
const own = z
  .string()
  .regex(
    /^http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$)/,
    'The simulator sends events to this machine only.',
  );

export const account: Route[] = [
  route(
    'GET',
    '/v1/events',
    p.shape({
      ...{ ...p.page, type: p.text.optional(), types: p.texts.optional(), delivery_success: p.truth.optional() },
      created: createdParam,
    }),
    (sim, { type, types, delivery_success: _, created, ...page }) => {
      const fits = (of: string) =>
        (!type || type === of || (type.endsWith('*') && of.startsWith(type.slice(0, -1)))) &&
        (!types || types.includes(of));
      return listPage(
        sim.world.events.peek().filter((each) => fits(each.type) && isWithin(each.created, created)),
        page,
        (each) => showEvent(sim, each),
        '/v1/events',
      );
    },
  ),
  route('GET', '/v1/events/:id', p.shape({}), (sim, _, { id }) =>
    showEvent(sim, known(sim.world.events.find(id), 'event', id)),
  ),
  route(
    'POST',
    '/v1/webhook_endpoints',
    p.shape({
      url: own,
      enabled_events: z.array(p.text).min(1),
      description: p.text.optional(),
      metadata: p.metadata.optional(),
      api_version: z.literal(API_VERSION).optional(),
    }),
    (sim, given) => {
      const endpoint = sim.world.endpoints.add({
        ...{
          id: sim.id('we', 24),
          created: sim.now(),
          url: given.url,
          secret: sim.id('whsec', 32),
          events: given.enabled_events,
          enabled: true,
        },
        ...{ description: given.description ?? null, metadata: given.metadata ?? {}, fixed: false },
      });
      return showEndpoint(sim, endpoint, true);
    },
  ),
  route('GET', '/v1/webhook_endpoints', p.shape(p.page), (sim, page) =>
    listPage(sim.world.endpoints.peek(), page, (each) => showEndpoint(sim, each), '/v1/webhook_endpoints'),
  ),
  route('DELETE', '/v1/webhook_endpoints/:id', p.shape({}), (sim, _, { id }) => {
    const endpoint = known(sim.world.endpoints.find(id), 'webhook endpoint', id);
    sim.world.endpoints.remove(endpoint.id);
    return { id: endpoint.id, object: 'webhook_endpoint', deleted: true };
  }),
  route(
    'POST',
    '/v1/test_helpers/test_clocks',
    p.shape({ frozen_time: p.moment, name: p.text.optional() }),
    (sim, given) => {
      // one clock for the whole account: it may be set anywhere as long as nothing has happened
      const isEmpty = sim.world.customers.peek().length === 0;
      if (given.frozen_time < sim.now() && !isEmpty)
        throw refused('The simulator has one clock, and it only goes forward.', { param: 'frozen_time' });
      const settings = sim.settings();
      if (isEmpty) settings.standsAt = given.frozen_time;
      const clock = sim.world.clocks.add({
        ...{
          id: sim.id('clock', 24),
          created: given.frozen_time,
          name: given.name ?? null,
          frozen: given.frozen_time,
          deletesAfter: given.frozen_time + 30 * DAY,
        },
      });
      emit(sim, 'test_helpers.test_clock.created', showClock(sim, clock));
      return showClock(sim, clock);
    },
  ),
  route('GET', '/v1/test_helpers/test_clocks/:id', p.shape({}), (sim, _, { id }) => showClock(sim, clockOf(sim, id))),
  // time itself has moved before this is run: what is due comes in transactions of its own
  route(
    'POST',
    '/v1/test_helpers/test_clocks/:id/advance',
    p.shape({ frozen_time: p.moment }),
    (sim, given, { id }) => {
      const clock = clockOf(sim, id);
      clock.frozen = given.frozen_time;
      emit(sim, 'test_helpers.test_clock.ready', showClock(sim, clock));
      return showClock(sim, clock);
    },
  ),
  route('DELETE', '/v1/test_helpers/test_clocks/:id', p.shape({}), (sim, _, { id }) => {
    const clock = clockOf(sim, id);
    sim.world.clocks.remove(clock.id);
    return { id: clock.id, object: 'test_helpers.test_clock', deleted: true };
  }),
];
