import { tellCredited } from '@recado/core/billing';
import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.invoiceCredited>, JobServices>,
  'event' | 'steps' | 'services'
>;

/** Tells the owners of what was given back of an invoice, and has it written down where somebody writes fiscal invoices. */
export async function invoiceCredited({ event, steps, services }: Context): Promise<{ reference: string | null }> {
  const { invoice, cents, creditedCents } = event.data;
  await steps.run('tell', () => tellCredited(services, { invoice, cents, creditedCents }));
  const { fiscal } = services;
  if (!fiscal) return { reference: null };
  return await steps.run('credit', () => fiscal.credit({ invoice, cents, creditedCents }));
}
