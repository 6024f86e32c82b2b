import { z } from 'zod';
import { endSubscription } from '../billing/end-subscription.ts';
import { applyPhase, followedSchedule, phasesFrom, release, scheduleOf } from '../billing/schedules.ts';
import { showSchedule } from '../render/subscriptions.ts';
import { emit, type Sim } from '../sim.ts';
import type { Schedule } from '../state/records.ts';
import * as p from '../wire/params.ts';
import { known, listPage, type Route, route } from '../wire/route.ts';
import { refused } from '../wire/stripe-error.ts';
import { automaticTax, discountParam, prorationParam } from './subscription-params.ts';
import { liveSubscription } from './subscriptions.ts';

const interval = z.enum(['day', 'week', 'month', 'year']);
const phase = z.strictObject({
  items: z.array(
    z.strictObject({ price: p.text.optional(), quantity: p.whole.optional(), metadata: p.metadata.optional() }),
  ),
  ...{
    start_date: p.momentOrNow.optional(),
    end_date: p.momentOrNow.optional(),
    proration_behavior: prorationParam.optional(),
  },
  duration: z.strictObject({ interval, interval_count: p.whole.optional() }).optional(),
  ...{
    discounts: discountParam.optional(),
    metadata: z.record(z.string(), z.string()).optional(),
    trial_end: p.momentOrNow.optional(),
  },
  automatic_tax: automaticTax.optional(),
});

const scheduleFrom = (sim: Sim, id: string | undefined): Schedule =>
  known(sim.world.schedules.find(id), 'subscription schedule', id);

function active(sim: Sim, id: string | undefined): Schedule {
  const schedule = scheduleFrom(sim, id);
  if (schedule.status !== 'active')
    throw refused(`You cannot change a subscription schedule that is currently in the \`${schedule.status}\` status.`);
  return schedule;
}

export const schedules: Route[] = [
  route(
    'POST',
    '/v1/subscription_schedules',
    p.shape({ from_subscription: p.text, metadata: p.metadata.optional() }),
    (sim, given) => {
      const schedule = scheduleOf(sim, liveSubscription(sim, given.from_subscription));
      schedule.metadata = given.metadata ?? {};
      return showSchedule(sim, schedule);
    },
  ),
  route(
    'GET',
    '/v1/subscription_schedules',
    p.shape({ ...p.page, customer: p.text.optional() }),
    (sim, { customer, ...page }) =>
      listPage(
        sim.world.schedules.peek().filter((each) => !customer || each.customer === customer),
        page,
        (each) => showSchedule(sim, each),
        '/v1/subscription_schedules',
      ),
  ),
  route('GET', '/v1/subscription_schedules/:id', p.shape({}), (sim, _, { id }) =>
    showSchedule(sim, scheduleFrom(sim, id)),
  ),
  route(
    'POST',
    '/v1/subscription_schedules/:id',
    p.shape({
      ...{
        phases: z.array(phase).min(1).optional(),
        end_behavior: z.enum(['release', 'cancel']).optional(),
        metadata: p.metadata.optional(),
      },
      proration_behavior: prorationParam.optional(),
    }),
    (sim, given, { id }) => {
      const schedule = active(sim, id);
      followedSchedule(sim, schedule, () => {
        const now = sim.now();
        schedule.endBehavior = given.end_behavior ?? schedule.endBehavior;
        schedule.metadata = p.mergeMetadata(schedule.metadata, given.metadata);
        if (!given.phases) return;
        const begins = schedule.phases.find(({ start, end }) => start <= now && now < end)?.start ?? now;
        schedule.phases = phasesFrom(sim, given.phases, begins, given.proration_behavior ?? 'create_prorations');
        schedule.steppedAt = now;
        const current = schedule.phases.find(({ start, end }) => start <= now && now < end);
        if (!current) throw refused('The current phase of the schedule must be among the phases.', { param: 'phases' });
        applyPhase(sim, schedule, current);
      });
      return showSchedule(sim, schedule);
    },
  ),
  route(
    'POST',
    '/v1/subscription_schedules/:id/release',
    p.shape({ preserve_cancel_date: p.truth.optional() }),
    (sim, _, { id }) => {
      const schedule = active(sim, id);
      release(sim, schedule, 'released');
      return showSchedule(sim, schedule);
    },
  ),
  route(
    'POST',
    '/v1/subscription_schedules/:id/cancel',
    p.shape({ invoice_now: p.truth.optional(), prorate: p.truth.optional() }),
    (sim, _, { id }) => {
      const schedule = active(sim, id);
      const subscription = sim.world.subscriptions.find(schedule.subscription);
      Object.assign(schedule, { status: 'canceled', canceledAt: sim.now() });
      if (subscription) endSubscription(sim, subscription, 'cancellation_requested');
      emit(sim, 'subscription_schedule.canceled', showSchedule(sim, schedule));
      return showSchedule(sim, schedule);
    },
  ),
];
