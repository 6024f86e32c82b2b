import { endHistory, moveHistory, purgeHistory } from '@recado/core/exports';
import type { Ctx } from '@recado/core/kernel';
import { type CronContext, inEveryWorkspace } from '../kernel/in-every-workspace.ts';
import { readArchive, writeArchive } from './write-archive.ts';

/** Messages of one transaction: few enough that nobody who writes waits. */
const AT_ONCE = 300;

/** Does what is due about one company's history. Every step may be cut off and done again. */
export async function keepHistory(ctx: Ctx): Promise<void> {
  let due = await moveHistory(ctx, {});
  // told, and then put away in the same night
  if (due.what === 'again') due = await moveHistory(ctx, {});
  if (due.what === 'archive') await writeArchive(ctx, due.batchId);
  if (due.what !== 'purge') return;
  for await (const ids of readArchive(ctx, due.sha256, AT_ONCE))
    if (!(await purgeHistory(ctx, { batchId: due.batchId, ids }))) return;
  await endHistory(ctx, { batchId: due.batchId });
}

/** Tells every company of what is older than its plan keeps, puts it away, and removes it when its day has come. */
export async function keepEveryHistory(context: CronContext): Promise<{ workspaces: number }> {
  return { workspaces: await inEveryWorkspace(context, 'history', keepHistory) };
}
