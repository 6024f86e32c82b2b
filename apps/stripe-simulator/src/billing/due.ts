import { DAY } from '../money/months.ts';
import { showSession } from '../render/checkout.ts';
import { showSubscription } from '../render/subscriptions.ts';
import { emit, type Sim } from '../sim.ts';
import type { Subscription } from '../state/records.ts';
import { dropPendingUpdate } from './change-subscription.ts';
import { finalizeInvoice, voidInvoice } from './finalize-invoice.ts';
import { expiresAfter } from './follow-payment.ts';
import { payInvoice } from './pay-invoice.ts';
import { finish, followed, periodEnd, renew, showUpcoming } from './renew.ts';
import { nextOf, stepSchedule } from './schedules.ts';
import { verifyTaxId } from './tax-ids.ts';

/** Something that happens by itself at its time. Of those at one moment the lower `rank` comes first. */
export type Due = { at: number; rank: number; act(sim: Sim): void };

const RENEWS: ReadonlySet<string> = new Set(['active', 'past_due', 'unpaid', 'trialing']);
const UPCOMING = 7 * DAY;
const WARNING = 3 * DAY;

function* ofSubscription(sim: Sim, { id, ...seen }: Subscription): Generator<Due> {
  const get = () => sim.world.subscriptions.get(id);
  const end = periodEnd({ ...seen, id });
  if (seen.status === 'incomplete') yield { at: expiresAfter(seen.created), rank: 3, act: () => expire(sim, get()) };
  if (!RENEWS.has(seen.status)) return;
  yield { at: end, rank: 4, act: () => void renew(sim, get()) };
  if (seen.cancelAt !== null && seen.cancelAt <= end)
    yield { at: seen.cancelAt, rank: 2, act: () => finish(sim, get(), 'cancellation_requested') };
  if (seen.trialEnd !== null && seen.status === 'trialing' && seen.announced.trialEnd !== seen.trialEnd)
    yield { at: seen.trialEnd - WARNING, rank: 1, act: () => warn(sim, get()) };
  if (
    seen.status !== 'trialing' &&
    !seen.cancelAtPeriodEnd &&
    seen.announced.upcoming !== end &&
    end - UPCOMING > (seen.items[0]?.start ?? 0)
  )
    yield { at: end - UPCOMING, rank: 5, act: () => announce(sim, get()) };
  if (seen.pendingUpdate)
    yield {
      at: seen.pendingUpdate.expiresAt,
      rank: 3,
      act: () =>
        followed(sim, get(), () => dropPendingUpdate(sim, get(), 'customer.subscription.pending_update_expired')),
    };
}

function* allDue(sim: Sim): Generator<Due> {
  const { world } = sim;
  for (const schedule of world.schedules.peek()) {
    const at = nextOf(schedule);
    if (at !== undefined) yield { at, rank: 0, act: () => stepSchedule(sim, world.schedules.get(schedule.id)) };
  }
  for (const subscription of world.subscriptions.peek()) yield* ofSubscription(sim, subscription);
  for (const { id, status, finalizesAt, nextAttempt } of world.invoices.peek()) {
    if (status === 'draft' && finalizesAt !== null) yield { at: finalizesAt, rank: 6, act: () => sendOut(sim, id) };
    if (status === 'open' && nextAttempt !== null)
      yield { at: nextAttempt, rank: 7, act: () => void payInvoice(sim, world.invoices.get(id), { isRetry: true }) };
  }
  for (const { id, answersAt } of world.taxIds.peek())
    if (answersAt !== null) yield { at: answersAt, rank: 0, act: () => verifyTaxId(sim, world.taxIds.get(id)) };
  for (const { id, status, expiresAt } of world.sessions.peek())
    if (status === 'open') yield { at: expiresAt, rank: 8, act: () => expireSession(sim, id) };
}

/** What is due next, until a moment. */
export function nextDue(sim: Sim, until: number): Due | undefined {
  let first: Due | undefined;
  for (const due of allDue(sim)) {
    if (due.at > until) continue;
    if (!first || due.at < first.at || (due.at === first.at && due.rank < first.rank)) first = due;
  }
  return first;
}

function sendOut(sim: Sim, id: string): void {
  const invoice = sim.world.invoices.get(id);
  finalizeInvoice(sim, invoice);
  if (invoice.status === 'open' && invoice.advances) payInvoice(sim, invoice);
}

function warn(sim: Sim, subscription: Subscription): void {
  subscription.announced.trialEnd = subscription.trialEnd;
  emit(sim, 'customer.subscription.trial_will_end', showSubscription(sim, subscription));
}

function announce(sim: Sim, subscription: Subscription): void {
  const end = periodEnd(subscription);
  const id = subscription.id;
  const upcoming = sim.lookAhead(end, () => {
    const invoice = renew(sim, sim.world.subscriptions.get(id));
    return invoice && showUpcoming(sim, invoice);
  });
  sim.world.subscriptions.get(id).announced.upcoming = end;
  if (upcoming) emit(sim, 'invoice.upcoming', upcoming);
}

function expire(sim: Sim, subscription: Subscription): void {
  followed(sim, subscription, () => {
    subscription.status = 'incomplete_expired';
    subscription.endedAt = sim.now();
    const invoice = sim.world.invoices.find(subscription.latestInvoice);
    if (invoice?.status === 'open') voidInvoice(sim, invoice);
  });
}

export function expireSession(sim: Sim, id: string): void {
  const session = sim.world.sessions.get(id);
  session.status = 'expired';
  emit(sim, 'checkout.session.expired', showSession(sim, session));
}
