import { command } from '../kernel/index.ts';
import { TAGS_AT_MOST } from '../tags/contract.ts';
import { importEvents, RunImport } from './contract.ts';

/**
 * Does the next rows of an import that runs; the last call writes down the whole, with a digest of each stretch. Answers whether there is more.
 * For the process of jobs.
 */
export const runImport = command({
  input: RunImport,
  needs: 'conversations.assign',
  unrecorded: 'an import is one entry of the audit, at its end',
  async run({ tx, ctx, record, afterCommit }, { importId, rows }) {
    const [row] = await tx`select app.run_import(${ctx.workspaceId}, ${importId}, ${rows}, ${TAGS_AT_MOST}) more`;
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    if (row?.more === false) {
      const [whole] =
        await tx`select name, counts, digests from app.contact_import where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
      await record(importEvents.finished, {
        importId,
        name: whole?.name,
        counts: whole?.counts,
        digests: whole?.digests,
      });
    }
    return row?.more === true;
  },
});
