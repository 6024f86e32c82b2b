import { mailNotifications } from '@recado/core/notifications';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services'>;

/** Tells those who are away, by mail, what waits for them. */
export async function mailThoseAway({ steps, services }: Context): Promise<{ mailed: number }> {
  return { mailed: await steps.run('mail', () => mailNotifications(services)) };
}
