import { duePurges, forgetFiles, purgeWorkspace } from '@recado/core/workspaces';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

/** Workspaces of one night, and batches of rows of one step: a step is a minute of work at most, and the rest is for the next one. */
const A_NIGHT = 50;
const BATCHES = 20;

type Context = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services' | 'log'>;

/** Removes the workspaces whose grace is over: their files first, so that no row is gone whose file is left, then their rows in batches. */
export async function purgeDueWorkspaces({ steps, services, log }: Context): Promise<{ workspaces: number }> {
  const due = await steps.run('due', () => duePurges(services, A_NIGHT));
  for (const workspaceId of due) {
    const files = await steps.run(`files-of-${workspaceId}`, () => forgetFiles(services, workspaceId));
    let isMore = true;
    for (let step = 1; isMore; step += 1)
      isMore = await steps.run(`rows-of-${workspaceId}-${step}`, async () => {
        for (let batch = 0; batch < BATCHES; batch += 1)
          if (!(await purgeWorkspace(services, workspaceId))) return false;
        return true;
      });
    log.info({ workspaceId, files }, 'workspace removed');
  }
  return { workspaces: due.length };
}
