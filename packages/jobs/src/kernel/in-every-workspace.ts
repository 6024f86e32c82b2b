import { type Ctx, listWorkspaceIds } from '@recado/core/kernel';
import { giveUp } from '../define-job.ts';
import type { CronTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';

/** Workspaces of one step: enough to be quick, few enough to be repeated when a process dies. */
const PAGE = 100;

export type CronContext = Pick<JobContext<CronTrigger, JobServices>, 'steps' | 'services' | 'runId' | 'log'>;

/**
 * Does the same work in every workspace, behind the system's door and under the reason given, a page of workspaces in each step.
 * A step that dies repeats its page, so the work must be harmless when done twice. Where it fails, the others have theirs done all the
 * same, and the run fails at its end. Answers how many workspaces there were.
 */
export async function inEveryWorkspace(
  { steps, services, runId, log }: CronContext,
  reason: string,
  work: (ctx: Ctx) => Promise<unknown>,
): Promise<number> {
  type Page = { counted: number; failed: number; last: string | null };
  let workspaces = 0;
  let failed = 0;
  let after: string | null = null;
  do {
    const from: string | null = after;
    const page: Page = await steps.run(`after-${from ?? 'start'}`, async () => {
      const ids = await listWorkspaceIds(services.db, from, PAGE);
      const failures: unknown[] = [];
      for (const workspaceId of ids) {
        const door = { kind: 'system' as const, reason };
        await work({ ...services, log, requestId: runId, locale: 'es', workspaceId, door }).catch((error) => {
          log.error({ err: error, workspaceId }, `${reason} failed`);
          failures.push(error);
        });
      }
      // nowhere at all: that is the moment, not the company
      if (ids.length > 0 && failures.length === ids.length) throw failures[0];
      const last = ids.length === PAGE ? (ids.at(-1) ?? null) : null;
      return { counted: ids.length, failed: failures.length, last };
    });
    workspaces += page.counted;
    failed += page.failed;
    after = page.last;
  } while (after !== null);
  if (failed > 0) throw giveUp(`${reason} failed in ${failed} of ${workspaces} workspaces; the log says why`);
  return workspaces;
}
