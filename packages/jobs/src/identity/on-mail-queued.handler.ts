import { deliverMail } from '@recado/core/identity';
import type { identityEvents } from '@recado/core/identity/contract';
import { giveUp, retryAfter } from '../define-job.ts';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof identityEvents.mailQueued>, JobServices>,
  'event' | 'steps' | 'runId' | 'services'
>;

/** Sends one mail. What a run claimed it may claim again, so that a process that died in the middle keeps nobody waiting. */
export async function sendQueuedMail({ event, steps, runId, services }: Context): Promise<{ outcome: string }> {
  return await steps.run('send', async () => {
    const result = await deliverMail(services, { mailId: event.data.mailId, claimant: runId });
    if (result.outcome === 'later') throw retryAfter(result.because, result.seconds);
    if (result.outcome === 'failed') throw giveUp(result.because);
    return { outcome: result.outcome };
  });
}
