import { followOrder, syncBilling } from '@recado/core/billing';
import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.syncRequested>, JobServices>,
  'event' | 'steps' | 'services' | 'log'
>;

/** Reads a customer again of whom something was said to have happened. */
export async function syncRequested({ event, steps, services, log }: Context): Promise<{ outcome: string }> {
  const { billing } = services;
  if (!billing) return { outcome: 'nothing is sold here' };
  const synced = await steps.run('sync', async () => {
    const synced = await syncBilling({ ...services, log }, billing, { customer: event.data.customer });
    return {
      outcome: synced.outcome,
      due: synced.outcome !== 'unknown' && synced.orderIsDue ? synced.accountId : null,
    };
  });
  const { due } = synced;
  if (due !== null) await steps.run('order', () => followOrder(services, billing, due));
  return { outcome: synced.outcome };
}
