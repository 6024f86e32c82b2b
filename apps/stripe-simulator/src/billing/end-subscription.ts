import { showSchedule, showSubscription } from '../render/subscriptions.ts';
import { emit, type Sim } from '../sim.ts';
import type { Subscription } from '../state/records.ts';

/** Ends a subscription now, and whatever was planned for it. */
export function endSubscription(sim: Sim, subscription: Subscription, reason: string | null): void {
  subscription.status = 'canceled';
  subscription.endedAt = sim.now();
  subscription.canceledAt ??= sim.now();
  subscription.cancellation.reason ??= reason;
  subscription.pendingUpdate = null;
  const schedule = sim.world.schedules.find(subscription.schedule);
  if (schedule?.status === 'active') {
    Object.assign(schedule, { status: 'canceled', canceledAt: sim.now() });
    emit(sim, 'subscription_schedule.canceled', showSchedule(sim, schedule));
  }
  // what is still owed stays owed, but nobody is asked for it any more
  for (const invoice of sim.world.invoices.where(
    ({ subscription: of, status }) => of === subscription.id && (status === 'open' || status === 'draft'),
  ))
    Object.assign(invoice, { advances: false, nextAttempt: null, finalizesAt: null });
  sim.followed.delete(subscription.id);
  emit(sim, 'customer.subscription.deleted', showSubscription(sim, subscription));
}
