import { type Ctx, listWorkspaceIds } from '@recado/core/kernel';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

/** Workspaces of one step: enough to be quick, few enough to be repeated when a process dies. */
const PAGE = 100;

export type CronContext = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services' | 'runId' | 'log'>;

/**
 * Does the same work in every workspace, behind the system's door and under the reason given, a page of workspaces in each step.
 * A step that dies repeats its page, so the work must be harmless when done twice. Answers how many workspaces there were.
 */
export async function inEveryWorkspace(
  { steps, services, runId, log }: CronContext,
  reason: string,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<number> {
  let workspaces = 0;
  let after: string | null = null;
  do {
    const from: string | null = after;
    const page: { counted: number; last: string | null } = await steps.run(`after-${from ?? 'start'}`, async () => {
      const ids = await listWorkspaceIds(services.db, from, PAGE);
      for (const workspaceId of ids)
        await work({
          ...services,
          log,
          requestId: runId,
          locale: 'es',
          workspaceId,
          door: { kind: 'system', reason },
        });
      return { counted: ids.length, last: ids.length === PAGE ? (ids.at(-1) ?? null) : null };
    });
    workspaces += page.counted;
    after = page.last;
  } while (after !== null);
  return workspaces;
}
