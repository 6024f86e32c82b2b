import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { TAGS_AT_MOST } from '../tags/contract.ts';

/** Ends a dry run: with what it found, or with why the file cannot be read. For the process of jobs. */
export const settleImportCheck = command({
  input: z.object({ importId: z.uuid(), revision: z.number().int(), fault: z.string().max(60).nullable() }),
  needs: 'conversations.assign',
  unrecorded: 'a dry run changes no contact',
  async run({ tx, ctx, afterCommit }, { importId, revision, fault }) {
    if (fault === null)
      await tx`select app.settle_import_check(${ctx.workspaceId}, ${importId}, ${revision}, ${TAGS_AT_MOST})`;
    else
      await tx`update app.contact_import set state = 'failed', fault = ${fault} where workspace_id = ${ctx.workspaceId} and id = ${importId} and revision = ${revision} and state = 'checking'`;
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { ok: true as const };
  },
});
