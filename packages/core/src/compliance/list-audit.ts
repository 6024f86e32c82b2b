import { query } from '../kernel/index.ts';
import { complianceEvents, ListAudit } from './contract.ts';
import { cursorOf, readPage } from './store.ts';

/** What was done in a workspace, the latest first, a page at a time. Opening it is itself written down, once in a quarter of an hour. */
export const listAudit = query({
  input: ListAudit,
  needs: 'audit.read',
  looks: ({ before, limit: _limit, ...filter }) =>
    before === undefined
      ? { event: complianceEvents.auditRead, payload: { filtered: Object.keys(filter).length > 0 } }
      : null,
  async run({ tx, ctx }, { before, limit, ...filter }) {
    const rows = await readPage(tx, ctx.workspaceId, filter, { before, limit: limit + 1 });
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { rows: page, next: rows.length > limit && last ? cursorOf(last) : null };
  },
});
