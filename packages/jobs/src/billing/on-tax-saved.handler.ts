import { settleTax } from '@recado/core/billing';
import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.taxSaved>, JobServices>,
  'event' | 'steps' | 'services' | 'log'
>;

/** Has a tax number looked up that was just said, and the provider told whom invoices are made out to. */
export async function taxSaved({ event, steps, services, log }: Context): Promise<{ standing: string | null }> {
  const { billing, register } = services;
  if (!billing) return { standing: null };
  return await steps.run('settle', async () => {
    const { standing } = await settleTax({ ...services, log }, { provider: billing, register }, event.data.accountId);
    return { standing };
  });
}
