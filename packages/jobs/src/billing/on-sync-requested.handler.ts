import { syncBilling } from '@recado/core/billing';
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
  return await steps.run('sync', async () => {
    const { outcome } = await syncBilling({ ...services, log }, billing, { customer: event.data.customer });
    return { outcome };
  });
}
