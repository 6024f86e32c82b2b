import { query } from '../kernel/index.ts';
import { compileFilter } from './compile-filter.ts';
import { ContactFilter, contactErrors, FindMatching } from './contract.ts';

/**
 * The ids of contacts that fit a segment or a filter now, in pages, whoever is not in the bin; for what is done to many beside the list.
 * Errors: segmentNotFound.
 */
export const findMatching = query({
  input: FindMatching,
  needs: 'contacts.read',
  async run({ tx, ctx, actor }, { segmentId, filter, after, limit }) {
    const asked = { personId: actor.kind === 'person' ? actor.personId : null, now: ctx.clock.now() };
    let meant = filter;
    if (segmentId) {
      const [row] =
        await tx`select filter from app.segment where workspace_id = ${ctx.workspaceId} and id = ${segmentId}`;
      if (!row) throw contactErrors.segmentNotFound();
      meant = ContactFilter.parse(row.filter);
    }
    const rows =
      await tx`select c.id from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.deleted_at is null
       ${after ? tx`and c.id > ${after}` : tx``} ${meant ? tx`and ${compileFilter(tx, meant, asked)}` : tx``} order by c.id limit ${limit}`;
    const ids = rows.map(({ id }) => id as string);
    return { ids, next: ids.length === limit ? (ids.at(-1) ?? null) : null };
  },
});
