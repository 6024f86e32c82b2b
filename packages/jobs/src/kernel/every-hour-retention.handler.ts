import { sweep } from '@recado/core/kernel';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

type Context = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services'>;

/** Removes what has served its time, across companies. The engine's own rows are the engine's to remove. */
export async function removeOld({ steps, services }: Context): Promise<{ changes: number }> {
  return { changes: await steps.run('sweep', () => sweep(services.db)) };
}
