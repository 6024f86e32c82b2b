import { cleanupInactiveSessions } from '@recado/core/identity';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services'>;

/** Writes down the end of sessions that ran out, for lists only, since they are refused anyway; keeps the months of what sessions met. */
export async function endInactiveSessions({ steps, services }: Context): Promise<{ cleanedCount: number }> {
  return await steps.run('end', () => cleanupInactiveSessions(services, null));
}
