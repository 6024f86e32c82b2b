import { giveMoneyBack } from '@recado/core/billing';
import type { billingEvents } from '@recado/core/billing/contract';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof billingEvents.moneyBackAsked>, JobServices>,
  'event' | 'steps' | 'services' | 'log'
>;

/** Gives an account everything back that it paid. */
export async function moneyBackAsked({ event, steps, services, log }: Context): Promise<{ cents: number }> {
  const { billing } = services;
  if (!billing) return { cents: 0 };
  return await steps.run('give', () => giveMoneyBack({ ...services, log }, billing, event.data.accountId));
}
