import { command } from '../kernel/index.ts';
import { CheckImport, importErrors, importEvents } from './contract.ts';
import { lockImport, proveReach } from './store.ts';

/** Confirms what a file's columns are, and has every row judged without changing a contact. Errors: notFound, notNow {state}, noKey, columnsDiffer, notEverything. */
export const checkImport = command({
  input: CheckImport,
  needs: 'conversations.assign',
  unrecorded: 'a dry run changes no contact',
  async run({ tx, ctx, emit }, { importId, mapping, country, policy }) {
    await proveReach(tx);
    const { columns, revision } = await lockImport({ tx, ctx }, importId, [
      'uploaded',
      'checking',
      'checked',
      'failed',
    ]);
    if (mapping.length !== columns.length) throw importErrors.columnsDiffer({ field: 'mapping' });
    if (!mapping.includes('phone') && !mapping.includes('email')) throw importErrors.noKey({ field: 'mapping' });
    await tx`update app.contact_import set mapping = ${mapping}, country = ${country}, policy = ${policy}, state = 'checking', fault = null,
        revision = ${revision + 1}, total = 0, at_row = 0, counts = '{}' where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
    await emit(importEvents.asked, { importId, revision: revision + 1, what: 'check' });
    return { ok: true as const };
  },
});
