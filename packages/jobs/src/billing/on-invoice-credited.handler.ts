import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.invoiceCredited>, JobServices>,
  'event' | 'steps' | 'services'
>;

/** Has what was given back of an invoice written down, where somebody writes fiscal invoices. */
export async function invoiceCredited({ event, steps, services }: Context): Promise<{ reference: string | null }> {
  const { fiscal } = services;
  if (!fiscal) return { reference: null };
  const { invoice, cents, creditedCents } = event.data;
  return await steps.run('credit', () => fiscal.credit({ invoice, cents, creditedCents }));
}
