import { command, kernelErrors, may } from '../kernel/index.ts';
import { BatchId, exportEvents, historyErrors } from './contract.ts';

/**
 * Says which stored file holds the history of a batch, to whoever sees every conversation and may take data away, and writes down that it is
 * fetched. Whoever mounts it asks for a fresh proof first. Errors: archiveNotFound.
 */
export const openArchive = command({
  input: BatchId,
  needs: 'data.export',
  async run({ tx, ctx, actor, record }, { batchId }) {
    const seesAll =
      actor.kind === 'person' && !actor.isStaff && may(actor.role, 'conversations.readAll', actor.permissions);
    if (!seesAll) throw kernelErrors.forbidden({ needs: 'conversations.readAll' });
    const [row] = await tx`
      update app.history_batch b set downloads = b.downloads + 1
        where b.workspace_id = ${ctx.workspaceId} and b.id = ${batchId} and b.sha256 is not null returning encode(b.sha256, 'hex') sha256, app.iso(b.before) before`;
    if (!row) throw historyErrors.archiveNotFound();
    await record(exportEvents.historyDownloaded, { batchId });
    return row as unknown as { sha256: string; before: string };
  },
});
