import { query } from '../kernel/index.ts';
import { type ImportFault, importEvents, ListImportFaults } from './contract.ts';
import { proveReach } from './store.ts';

/**
 * Rows with something to say about them: refused, double, or with a value that was left out; in the file's order. They are customers' own, so that they
 * were read is in the audit. Errors: notEverything.
 */
export const listImportFaults = query({
  input: ListImportFaults,
  needs: 'conversations.assign',
  looks: ({ importId }) => ({ event: importEvents.faultsRead, payload: { importId } }),
  async run({ tx, ctx }, { importId, after, limit }) {
    await proveReach(tx);
    const rows = await tx`select r.n, r.outcome, r.reasons, r.cells from app.contact_import_row r
      where r.workspace_id = ${ctx.workspaceId} and r.import_id = ${importId} and r.n > ${after} and r.reasons is not null order by r.n limit ${limit}`;
    return { rows: rows as unknown as ImportFault[], next: rows.length === limit ? (rows.at(-1)?.n as number) : null };
  },
});
