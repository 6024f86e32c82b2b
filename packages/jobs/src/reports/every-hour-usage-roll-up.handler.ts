import { listWorkspaceIds } from '@recado/core/kernel';
import { rollUpUsage } from '@recado/core/reports';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

/** Workspaces of one step: enough to be quick, few enough to be repeated when a process dies. */
const PAGE = 100;

type Context = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services' | 'runId' | 'log'>;

/** Counts the days of every company anew, a page of companies in each step. */
export async function rollUpEveryWorkspace({ steps, services, runId, log }: Context): Promise<{ workspaces: number }> {
  let workspaces = 0;
  let after: string | null = null;
  do {
    const from: string | null = after;
    const page: { counted: number; last: string | null } = await steps.run(`after-${from ?? 'start'}`, async () => {
      const ids = await listWorkspaceIds(services.db, from, PAGE);
      for (const workspaceId of ids) {
        const door = { kind: 'system' as const, reason: 'usage roll-up' };
        await rollUpUsage({ ...services, log, requestId: runId, locale: 'es', workspaceId, door }, {});
      }
      return { counted: ids.length, last: ids.length === PAGE ? (ids.at(-1) ?? null) : null };
    });
    workspaces += page.counted;
    after = page.last;
  } while (after !== null);
  return { workspaces };
}
