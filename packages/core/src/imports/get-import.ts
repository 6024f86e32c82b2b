import { query } from '../kernel/index.ts';
import { ImportId, importErrors } from './contract.ts';
import { importJson, roomOf, rowOf } from './store.ts';

/** One import, with what the plan has room for. */
export const getImport = query({
  input: ImportId,
  needs: 'conversations.assign',
  async run({ tx, ctx }, { importId }) {
    const [row] =
      await tx`select ${importJson(tx)} from app.contact_import i where i.workspace_id = ${ctx.workspaceId} and i.id = ${importId}`;
    if (!row) throw importErrors.notFound();
    const { entitlements, used } = await roomOf(tx, ctx.workspaceId);
    return { ...rowOf(row), room: { used, limit: entitlements.limits.contacts } };
  },
});
