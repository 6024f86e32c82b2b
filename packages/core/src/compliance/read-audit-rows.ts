import { query } from '../kernel/index.ts';
import { ExportAudit, ListAudit } from './contract.ts';
import { cursorOf, readPage } from './store.ts';

const PAGE = 1_000;

/**
 * A stretch of an export that was begun, the latest rows first; `next` is where the following one begins. Each is a transaction behind the
 * door of its own: who is shut out in the middle gets no more.
 */
export const readAuditRows = query({
  input: ExportAudit.extend({ before: ListAudit.shape.before }),
  needs: 'audit.export',
  async run({ tx, ctx }, { format: _format, before, ...filter }) {
    const rows = await readPage(tx, ctx.workspaceId, filter, { before, limit: PAGE });
    const last = rows.at(-1);
    return { rows, next: rows.length === PAGE && last ? cursorOf(last) : null };
  },
});
