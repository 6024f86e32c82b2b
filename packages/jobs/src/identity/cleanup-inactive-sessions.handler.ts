import { endExpiredSessions } from '@recado/core/identity';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services'>;

/** Writes down the end of sessions that ran out. For lists only: an expired session is refused whether it was marked or not. */
export async function endInactiveSessions({ steps, services }: Context): Promise<{ cleanedCount: number }> {
  return { cleanedCount: await steps.run('end', () => endExpiredSessions(services)) };
}
