import { syncDispute } from '@recado/core/billing';
import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.disputeChanged>, JobServices>,
  'event' | 'steps' | 'services' | 'log'
>;

/** Reads again how a dispute stands. */
export async function disputeChanged({ event, steps, services, log }: Context): Promise<{ status: string }> {
  const { billing } = services;
  if (!billing) return { status: 'nothing is sold here' };
  return await steps.run('sync', async () => {
    const { status } = await syncDispute({ ...services, log }, billing, event.data.dispute);
    return { status };
  });
}
