import type { Work } from '../kernel/index.ts';
import type { AuditFilter, AuditRow } from './contract.ts';

type Page = { before?: { at: string; id: number } | undefined; limit: number };

/** Rows of the entered workspace's audit, the latest first. Put together of what is asked, so that each question keeps its own index. */
export async function readPage(
  tx: Work['tx'],
  workspaceId: string,
  filter: AuditFilter,
  page: Page,
): Promise<AuditRow[]> {
  const rows = await tx`
    select e.id, app.iso(e.at) at, e.actor_kind, e.actor_id, e.actor_name, e.action, e.subject, e.detail, e.before, e.after,
        host(e.address) address, e.user_agent, e.request_id, e.salt is null is_erased, guard.audit_place(e.id) seq
      from (
        select x.* from app.audit_entry x where x.workspace_id = ${workspaceId}
          ${filter.actorId === undefined ? tx`` : tx`and x.actor_id = ${filter.actorId}`}
          ${filter.group === undefined ? tx`` : tx`and split_part(x.action, '/', 1) = ${filter.group}`}
          ${filter.subject === undefined ? tx`` : tx`and x.subject = ${filter.subject}`}
          ${filter.from === undefined ? tx`` : tx`and x.at >= ${filter.from}`}
          ${filter.until === undefined ? tx`` : tx`and x.at < ${filter.until}`}
          ${page.before === undefined ? tx`` : tx`and (x.at, x.id) < (${page.before.at}::text::timestamptz, ${page.before.id})`}
         order by x.at desc, x.id desc limit ${page.limit}) e
     order by e.at desc, e.id desc`;
  return rows.map((row) => ({
    id: Number(row.id),
    at: row.at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    action: row.action,
    subject: row.subject,
    detail: row.detail,
    before: row.before,
    after: row.after,
    address: row.address,
    userAgent: row.user_agent,
    requestId: row.request_id,
    seq: row.seq === null ? null : Number(row.seq),
    isErased: row.is_erased,
  }));
}

/** Where the rows of the page after begin. */
export const cursorOf = (row: AuditRow): { at: string; id: number } => ({ at: row.at, id: row.id });
