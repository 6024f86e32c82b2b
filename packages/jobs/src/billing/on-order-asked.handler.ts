import { followOrder } from '@recado/core/billing';
import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.orderAsked>, JobServices>,
  'event' | 'steps' | 'services'
>;

/** Asks the provider for as many seats as there are people. */
export async function orderAsked({ event, steps, services }: Context): Promise<{ asked: number }> {
  const { billing } = services;
  if (!billing) return { asked: 0 };
  return await steps.run('order', () => followOrder(services, billing, event.data.accountId));
}
