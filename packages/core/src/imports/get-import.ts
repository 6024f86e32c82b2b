import { query } from '../kernel/index.ts';
import { ImportId, importErrors } from './contract.ts';
import { importJson, rowOf } from './store.ts';

/** One import, with what the plan has room for. */
export const getImport = query({
  input: ImportId,
  needs: 'conversations.assign',
  async run({ tx, ctx }, { importId }) {
    const [row] =
      await tx`select ${importJson(tx)}, guard.room_of('contacts') room from app.contact_import i where i.workspace_id = ${ctx.workspaceId} and i.id = ${importId}`;
    if (!row) throw importErrors.notFound();
    const room = row.room as { used: number; limit: number | null };
    return { ...rowOf(row), room };
  },
});
