import type { Database } from '@recado/db';
import type { Clock } from '@recado/runtime/clock';
import type { AnchorPort, AuditHead } from './ctx.ts';

/** Heads of one line. */
const HEADS = 500;

/**
 * Writes the heads that grew since the last time down outside of the database, a line of at most `page` after the other. One process at a
 * time; a head may be written twice when a process dies in between. Answers those that were written, null when another process is at it.
 */
export async function anchorAudit(
  db: Database,
  anchors: Pick<AnchorPort, 'append'>,
  clock: Clock,
  page = HEADS,
): Promise<AuditHead[] | null> {
  const written: AuditHead[] = [];
  for (;;) {
    const heads = await anchorPage(db, anchors, clock, page);
    if (heads === null) return written.length > 0 ? written : null;
    written.push(...heads);
    if (heads.length < page) return written;
  }
}

async function anchorPage(
  db: Database,
  anchors: Pick<AnchorPort, 'append'>,
  clock: Clock,
  page: number,
): Promise<AuditHead[] | null> {
  return (await db.begin(async (tx) => {
    const [lock] = await tx`select pg_try_advisory_xact_lock(hashtextextended('guard.anchor_audit', 0)) mine`;
    if (!lock?.mine) return null;
    const rows = await tx`select workspace_id, seq, link from guard.list_unanchored(${page})`;
    if (rows.length === 0) return [];
    const heads = rows.map((row) => ({ workspaceId: row.workspace_id, seq: Number(row.seq), link: row.link }));
    await anchors.append(heads, clock.now());
    await tx`select guard.mark_anchored(${heads.map(({ workspaceId }) => workspaceId)}::uuid[], ${heads.map(({ seq }) => seq)}::bigint[])`;
    return heads;
  })) as AuditHead[] | null;
}
