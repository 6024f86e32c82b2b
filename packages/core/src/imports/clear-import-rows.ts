import { z } from 'zod';
import { command } from '../kernel/index.ts';

/** Forgets what an earlier judging kept, before rows are judged anew. For the process of jobs. */
export const clearImportRows = command({
  input: z.object({ importId: z.uuid(), revision: z.number().int() }),
  needs: 'conversations.assign',
  unrecorded: 'a dry run changes no contact',
  async run({ tx, ctx }, { importId, revision }) {
    const [row] =
      await tx`update app.contact_import set total = 0 where workspace_id = ${ctx.workspaceId} and id = ${importId} and revision = ${revision} and state = 'checking' returning id`;
    if (!row) return false;
    await tx`delete from app.contact_import_row where workspace_id = ${ctx.workspaceId} and import_id = ${importId}`;
    return true;
  },
});
