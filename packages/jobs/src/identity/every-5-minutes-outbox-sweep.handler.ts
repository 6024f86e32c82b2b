import { requeueMail } from '@recado/core/identity';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services' | 'log'>;

/** Tells again of mails that are due and that no run has taken for five minutes: their event was lost or its run failed. */
export async function sweepOutbox({ steps, services, log }: Context): Promise<{ requeued: number }> {
  const requeued = await steps.run('requeue', () => requeueMail(services));
  if (requeued > 0) log.warn({ requeued }, 'mails waited without a run');
  return { requeued };
}
