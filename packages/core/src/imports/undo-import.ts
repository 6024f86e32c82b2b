import { command } from '../kernel/index.ts';
import { ImportId, importEvents } from './contract.ts';
import { lockImport, proveReach } from './store.ts';

/** Has an import taken back, as far as nobody has used or changed what it did. Errors: notFound, notNow {state}. */
export const undoImport = command({
  input: ImportId,
  needs: 'conversations.assign',
  async run({ tx, ctx, record, emit }, { importId }) {
    await proveReach(tx);
    const { name, revision } = await lockImport({ tx, ctx }, importId, ['done', 'stopped']);
    await tx`update app.contact_import set state = 'undoing', at_row = 0 where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
    await record(importEvents.undoAsked, { importId, name });
    await emit(importEvents.asked, { importId, revision, what: 'undo' });
    return { ok: true as const };
  },
});
