import { bookCredit } from '@recado/core/billing';
import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.creditMade>, JobServices>,
  'event' | 'steps' | 'services'
>;

/** Books a credit on the next invoice of its account. */
export async function creditMade({ event, steps, services }: Context): Promise<{ cents: number }> {
  const { billing } = services;
  if (!billing) return { cents: 0 };
  return await steps.run('book', () => bookCredit(services, billing, event.data));
}
