import { exportEvents } from '../exports/contract.ts';
import { importEvents } from '../imports/contract.ts';
import type { Work } from '../kernel/index.ts';
import { policiesEvents } from '../policies/contract.ts';
import { type AuditFilter, type AuditRow, complianceEvents } from './contract.ts';
import { ID } from './rules.ts';

/** The acts of a cut, by name and by the module that the index knows. */
const cuts = {
  looks: [complianceEvents.auditRead, policiesEvents.securityRead, importEvents.faultsRead],
  exports: [
    complianceEvents.auditExported,
    exportEvents.asked,
    exportEvents.downloaded,
    exportEvents.historyDownloaded,
  ],
};
const NAMES_AT_MOST = 1_000;

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
          -- of chats that are somebody else's own nothing is told; cast, so that it is asked once for all rows
          and (cardinality((select guard.hidden_threads())::uuid[]) = 0 or not guard.hides_entry(x.subject, x.detail))
          ${filter.actorId === undefined ? tx`` : tx`and x.actor_id = ${filter.actorId}`}
          ${filter.group === undefined ? tx`` : tx`and split_part(x.action, '/', 1) = ${filter.group}`}
          ${filter.only === 'staff' ? tx`and x.actor_kind = 'staff'` : filter.only ? ofCut(tx, filter.only) : tx``}
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

const ofCut = (tx: Work['tx'], cut: keyof typeof cuts) =>
  tx`and split_part(x.action, '/', 1) = any(${cuts[cut].map(({ owner }) => owner)}) and x.action = any(${cuts[cut].map(({ name }) => name)})`;

/**
 * What people and things of the entered workspace are called, by id: now, or where they are gone as the record called them. What is not known
 * is not there.
 */
export async function readNames(
  tx: Work['tx'],
  workspaceId: string,
  asked: readonly string[],
): Promise<Record<string, string>> {
  const ids = [...new Set(asked)].slice(0, NAMES_AT_MOST);
  if (ids.length === 0) return {};
  const rows = await tx`
    with asked as (select i id, case when i ~ ${ID.source} then i::uuid end of from unnest(${ids}::text[]) i),
      named as (
        select 1 rank, m.person_id::text id, m.name from asked a join app.member m on m.workspace_id = ${workspaceId} and m.person_id = a.of
        union all select 1, c.id::text, coalesce(nullif(c.name, ''), c.profile_name) from asked a join app.contact c on c.workspace_id = ${workspaceId} and c.id = a.of
        union all select 1, v.id::text, coalesce(nullif(c.name, ''), c.profile_name) from asked a
          join app.conversation v on v.workspace_id = ${workspaceId} and v.id = a.of join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id
        union all select 1, n.id::text, n.name from asked a join app.channel n on n.workspace_id = ${workspaceId} and n.id = a.of
        union all select 1, t.id::text, t.name from asked a join app.team t on t.workspace_id = ${workspaceId} and t.id = a.of
        union all select 1, g.id::text, g.name from asked a join app.tag g on g.workspace_id = ${workspaceId} and g.id = a.of
        union all select 1, f.id::text, f.name from asked a join app.saved_view f on f.workspace_id = ${workspaceId} and f.id = a.of and f.person_id is null
        union all select 1, r.id::text, r.name from asked a join app.custom_role r on r.workspace_id = ${workspaceId} and r.id = a.of
        union all select 2, a.id, e.actor_name from asked a cross join lateral (
          select x.actor_name from app.audit_entry x where x.workspace_id = ${workspaceId} and x.actor_id = a.id order by x.at desc, x.id desc limit 1) e
        union all select 3, a.id, e.name from asked a cross join lateral (
          select x.detail ->> 'name' name from app.audit_entry x where x.workspace_id = ${workspaceId} and x.subject = a.id and x.detail ? 'name'
           order by x.at desc, x.id desc limit 1) e)
    select distinct on (n.id) n.id, n.name from named n where n.name <> '' order by n.id, n.rank`;
  return Object.fromEntries(rows.map((row) => [row.id, row.name]));
}
