import { checkAudit } from '@recado/core/compliance';
import type { ChainCheck, ChainFault } from '@recado/core/compliance/contract';
import { giveUp } from '../define-job.ts';
import { type CronContext, inEveryWorkspace } from '../kernel/in-every-workspace.ts';

/** Computes every company's chain anew. What was touched is in the log by name, and the run fails, so that somebody looks. */
export async function checkEveryChain(context: CronContext): Promise<{ workspaces: number }> {
  const workspaces = await inEveryWorkspace(context, 'audit check', async (ctx) => {
    const faults: ChainFault[] = [];
    let after: number | null = 0;
    while (after !== null) {
      const found: ChainCheck = await checkAudit(ctx, { after });
      faults.push(...found.faults);
      after = found.next;
    }
    if (faults.length === 0) return;
    ctx.log.error(
      { workspaceId: ctx.workspaceId, faults: faults.slice(0, 20), count: faults.length },
      'the audit was touched',
    );
    throw giveUp(`the audit of ${ctx.workspaceId} was touched`);
  });
  return { workspaces };
}
