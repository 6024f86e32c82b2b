import { tellLinks } from '@recado/core/access';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services'>;

/** Tells visitors that conversations wait. */
export async function tellDueLinks({ steps, services }: Context): Promise<{ told: number }> {
  return { told: await steps.run('tell', () => tellLinks(services)) };
}
