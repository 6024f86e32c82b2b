import { turn } from '../money/months.ts';
import { showSchedule } from '../render/subscriptions.ts';
import { emit, follow, type Sim } from '../sim.ts';
import type { Item, Phase, Schedule, Subscription } from '../state/records.ts';
import { refused } from '../wire/stripe-error.ts';
import { changeItems } from './change-subscription.ts';
import { cycleOf } from './create-subscription.ts';
import { redeem } from './discounts-of.ts';
import { finish, followed } from './renew.ts';

export const followedSchedule = <Result>(sim: Sim, schedule: Schedule, act: () => Result): Result =>
  follow(sim, 'subscription_schedule.updated', schedule.id, () => showSchedule(sim, schedule), act);

/** The plan of a subscription as it is: one phase, the present period. */
export function scheduleOf(sim: Sim, subscription: Subscription): Schedule {
  if (subscription.schedule)
    throw refused(
      `You cannot migrate a subscription that is already attached to a schedule: ${subscription.schedule}.`,
    );
  const { start, end } = subscription.items[0] as Item;
  const schedule = sim.world.schedules.add({
    ...{
      id: sim.id('sub_sched', 24),
      created: sim.now(),
      customer: subscription.customer,
      subscription: subscription.id,
    },
    ...{ releasedSubscription: null, status: 'active', endBehavior: 'release', completedAt: null, releasedAt: null },
    ...{ canceledAt: null, metadata: {}, steppedAt: sim.now() },
    phases: [
      {
        ...{ start, end, proration: 'create_prorations', metadata: {}, trialEnd: subscription.trialEnd },
        automaticTax: subscription.automaticTax,
        items: subscription.items.map(({ price, quantity }) => ({ price, quantity })),
        coupons: subscription.discounts.map((id) => sim.world.discounts.get(id).coupon),
      },
    ],
  });
  followed(sim, subscription, () => {
    subscription.schedule = schedule.id;
  });
  emit(sim, 'subscription_schedule.created', showSchedule(sim, schedule));
  return schedule;
}

export type AskedPhase = {
  items: { price?: string | undefined; quantity?: number | undefined }[];
  start_date?: number | 'now' | undefined;
  end_date?: number | 'now' | undefined;
  duration?: { interval: 'day' | 'week' | 'month' | 'year'; interval_count?: number | undefined } | undefined;
  proration_behavior?: Phase['proration'] | undefined;
  discounts?: { coupon?: string | undefined }[] | null | undefined;
  metadata?: Record<string, string> | undefined;
  trial_end?: number | 'now' | undefined;
  automatic_tax?: { enabled: boolean } | undefined;
};

/** Phases as a request gives them, one after the other, each with its end. */
export function phasesFrom(sim: Sim, asked: AskedPhase[], begins: number, behavior: Phase['proration']): Phase[] {
  let at = begins;
  return asked.map((each, index): Phase => {
    const start = typeof each.start_date === 'number' ? each.start_date : each.start_date === 'now' ? sim.now() : at;
    if (index > 0 && start !== at)
      throw refused('Phases must follow one another without gaps.', { param: `phases[${index}][start_date]` });
    const items = each.items.map(({ price, quantity = 1 }) => {
      if (!price) throw refused('Each item of a phase needs a price.', { param: `phases[${index}][items]` });
      return { price, quantity };
    });
    const cycle = cycleOf(sim, items);
    const end =
      typeof each.end_date === 'number'
        ? each.end_date
        : each.duration
          ? turn(start, { interval: each.duration.interval, count: each.duration.interval_count ?? 1 }, 1)
          : turn(start, cycle, 1);
    if (end <= start) throw refused('A phase must end after it begins.', { param: `phases[${index}][end_date]` });
    at = end;
    return {
      ...{ start, end, items, proration: each.proration_behavior ?? behavior, metadata: each.metadata ?? {} },
      coupons: (each.discounts ?? []).flatMap(({ coupon }) => (coupon ? [coupon] : [])),
      trialEnd: typeof each.trial_end === 'number' ? each.trial_end : null,
      ...(each.automatic_tax && { automaticTax: each.automatic_tax.enabled }),
    };
  });
}

/** Brings a subscription to what a phase says. */
export function applyPhase(sim: Sim, schedule: Schedule, phase: Phase): void {
  const subscription = sim.world.subscriptions.find(schedule.subscription);
  if (!subscription) return;
  followed(sim, subscription, () => {
    const asked = phase.items.map(({ price, quantity }) => ({ price, quantity }));
    const gone = subscription.items.filter(({ price }) => !phase.items.some((item) => item.price === price));
    // an item keeps its name when its price gives way to another one
    const fresh = asked.filter(({ price }) => !subscription.items.some((item) => item.price === price));
    const moves = [
      ...asked
        .filter((each) => !fresh.includes(each))
        .map((each) => ({ ...each, id: subscription.items.find(({ price }) => price === each.price)?.id })),
      ...fresh.map((each, index) => ({ ...each, id: gone[index]?.id })),
      ...gone.slice(fresh.length).map(({ id }) => ({ id, deleted: true })),
    ];
    const at = sim.now();
    const isBoundary = subscription.items.every(({ end }) => end === at);
    const before = cycleOf(sim, subscription.items);
    if (isBoundary) {
      for (const move of moves) moveItem(sim, subscription, move);
      const after = cycleOf(sim, subscription.items);
      if (before.interval !== after.interval || before.count !== after.count) subscription.anchor = at;
    } else {
      changeItems(sim, subscription, {
        ...{
          items: moves,
          proration: phase.proration,
          at,
          behavior: 'allow_incomplete',
          resetsAnchor: false,
          endsTrial: false,
        },
      });
    }
    const has = subscription.discounts.map((id) => sim.world.discounts.get(id));
    subscription.discounts = [
      ...has.filter(({ coupon }) => phase.coupons.includes(coupon)).map(({ id }) => id),
      ...phase.coupons
        .filter((coupon) => !has.some((each) => each.coupon === coupon))
        .map((coupon) =>
          redeem(
            sim,
            { coupon, promotionCode: null },
            { customer: subscription.customer, subscription: subscription.id },
          ),
        ),
    ];
    Object.assign(subscription.metadata, phase.metadata);
    subscription.automaticTax = phase.automaticTax ?? subscription.automaticTax;
  });
}

// where one period meets the next there is nothing to prorate
function moveItem(
  sim: Sim,
  subscription: Subscription,
  move: { id?: string | undefined; price?: string; quantity?: number; deleted?: boolean },
): void {
  const known = subscription.items.find(({ id }) => id === move.id);
  if (known && move.deleted) subscription.items.splice(subscription.items.indexOf(known), 1);
  else if (known) Object.assign(known, { price: move.price, quantity: move.quantity });
  else {
    const { start, end } = subscription.items[0] as Item;
    subscription.items.push({
      ...{
        id: sim.id('si'),
        created: sim.now(),
        price: move.price as string,
        quantity: move.quantity ?? 1,
        start,
        end,
        metadata: {},
        debits: [],
      },
    });
  }
}

/** When a schedule next has something to do. */
export const nextOf = (schedule: Schedule): number | undefined =>
  schedule.status === 'active'
    ? schedule.phases
        .flatMap(({ start, end }) => [start, end])
        .filter((at) => at > schedule.steppedAt)
        .sort((a, b) => a - b)[0]
    : undefined;

/** Lets go of a subscription: it stays as it is. */
export function release(sim: Sim, schedule: Schedule, status: 'released' | 'completed'): void {
  const subscription = sim.world.subscriptions.find(schedule.subscription);
  Object.assign(schedule, {
    ...{ status, releasedSubscription: schedule.subscription, subscription: null, releasedAt: sim.now() },
    ...(status === 'completed' && { completedAt: sim.now() }),
  });
  if (subscription)
    followed(sim, subscription, () => {
      subscription.schedule = null;
    });
  emit(sim, 'subscription_schedule.released', showSchedule(sim, schedule));
}

/** What is due of a schedule now: its next phase, or its end. */
export function stepSchedule(sim: Sim, schedule: Schedule): void {
  const now = sim.now();
  schedule.steppedAt = now;
  const phase = schedule.phases.find(({ start }) => start === now);
  if (phase) {
    applyPhase(sim, schedule, phase);
    emit(sim, 'subscription_schedule.updated', showSchedule(sim, schedule), { current_phase: null });
    return;
  }
  const subscription = sim.world.subscriptions.find(schedule.subscription);
  if (schedule.endBehavior === 'release' || !subscription) {
    release(sim, schedule, 'released');
    return;
  }
  Object.assign(schedule, { status: 'completed', completedAt: now });
  emit(sim, 'subscription_schedule.completed', showSchedule(sim, schedule));
  finish(sim, subscription, 'cancellation_requested');
}
