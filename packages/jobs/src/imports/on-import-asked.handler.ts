import { runImport, takeBackImport } from '@recado/core/imports';
import type { importEvents } from '@recado/core/imports/contract';
import type { Ctx } from '@recado/core/kernel';
import type { EventTrigger, JobContext } from '../job.ts';
import type { JobServices } from '../services.ts';
import { judgeFile } from './judge-file.ts';

type Context = Pick<
  JobContext<EventTrigger<typeof importEvents.asked>, JobServices>,
  'event' | 'steps' | 'services' | 'runId' | 'log'
>;

/** Rows of one transaction, and transactions of one step: a step that dies repeats none of the rows that were done. */
const ROWS = 2_000;
const STRETCHES = 10;

/** Judges the rows of a file, does them, or takes them back. */
export async function doImport({ event, steps, services, runId, log }: Context): Promise<{ stretches: number }> {
  const { importId, revision, what, workspaceId = '' } = event.data;
  const door = { kind: 'system' as const, reason: 'contact import' };
  const ctx: Ctx = { ...services, log, requestId: runId, locale: 'es', workspaceId, door };
  if (what === 'check') {
    await steps.run(`check-${revision}`, () => judgeFile(ctx, importId, revision));
    return { stretches: 1 };
  }
  const next = what === 'run' ? runImport : takeBackImport;
  let stretches = 0;
  for (let isMore = true; isMore; stretches++) {
    isMore = await steps.run(`${what}-${stretches}`, async () => {
      for (let count = 0; count < STRETCHES; count++) if (!(await next(ctx, { importId, rows: ROWS }))) return false;
      return true;
    });
  }
  return { stretches };
}
