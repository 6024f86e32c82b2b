import { handOverInvoice } from '@recado/core/billing';
import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.invoicePaid>, JobServices>,
  'event' | 'steps' | 'services'
>;

/** Has the fiscal invoice of a paid one written, where somebody writes them. */
export async function invoicePaid({ event, steps, services }: Context): Promise<{ reference: string | null }> {
  const { fiscal } = services;
  if (!fiscal) return { reference: null };
  return await steps.run('issue', () => handOverInvoice(services, fiscal, event.data.invoice));
}
