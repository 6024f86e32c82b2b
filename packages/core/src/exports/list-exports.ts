import { query } from '../kernel/index.ts';
import { type ExportRow, ListExports } from './contract.ts';

/** Exports of the caller, and for whoever sees every contact those of the others, the latest first. */
export const listExports = query({
  input: ListExports,
  needs: 'data.export',
  async run({ tx, ctx, actor }, { before, limit }) {
    const own = actor.kind === 'person' ? actor.personId : null;
    const rows = await tx`
      select e.id, e.format, e.columns, e.segment, e.filter is not null "isFiltered", e.state, e.total, e.at_row "atRow", e.bytes::float8 bytes, e.downloads,
          app.iso(e.created_at) "createdAt", app.iso(e.ended_at) "endedAt", app.iso(e.expires_at) "expiresAt", e.person_id is not distinct from ${own}::uuid "isOwn",
          (select m.name from app.member m where m.workspace_id = e.workspace_id and m.person_id = e.person_id) "personName"
        from app.contact_export e where e.workspace_id = ${ctx.workspaceId} ${before ? tx`and e.id < ${before}` : tx``} order by e.id desc limit ${limit + 1}`;
    const now = ctx.clock.now().toISOString();
    const page = (rows.slice(0, limit) as unknown as ExportRow[]).map((row) =>
      row.state === 'ready' && (row.expiresAt ?? '') <= now ? { ...row, state: 'expired' as const } : row,
    );
    return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  },
});
