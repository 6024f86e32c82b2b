import type { Transaction } from '@recado/db';
import { type ContactFilter, ContactFilter as ContactFilterShape, contactErrors } from '../contacts/contract.ts';
import { compileFilter } from '../contacts/index.ts';
import type { Work } from '../kernel/index.ts';
import { readCatalogue, resolveEntitlements } from '../plans/rules.ts';

type Meant = { segmentId?: string | undefined; filter?: ContactFilter | undefined };

/** The filter that is meant, and what its segment is called. Throws contacts.segmentNotFound. */
export async function readMeant(
  { tx, ctx }: Pick<Work, 'tx' | 'ctx'>,
  { segmentId, filter }: Meant,
): Promise<{ filter: ContactFilter | null; segment: string | null }> {
  if (!segmentId) return { filter: filter ?? null, segment: null };
  const [row] =
    await tx`select name, filter from app.segment where workspace_id = ${ctx.workspaceId} and id = ${segmentId}`;
  if (!row) throw contactErrors.segmentNotFound();
  return { filter: ContactFilterShape.parse(row.filter), segment: row.name as string };
}

/** Whom a file would hold, as a condition on `app.contact` named `c`: people, whoever is in the bin aside, as far as the caller sees them. */
export function peopleMeant({ tx, ctx, actor }: Pick<Work, 'tx' | 'ctx' | 'actor'>, filter: ContactFilter | null) {
  const asked = { personId: actor.kind === 'person' ? actor.personId : null, now: ctx.clock.now() };
  return tx`c.workspace_id = ${ctx.workspaceId} and c.deleted_at is null and c.kind <> 'group' ${filter ? tx`and ${compileFilter(tx, filter, asked)}` : tx``}`;
}

/** For how many days the account's plan keeps what was said; null without end. */
export async function daysKept(tx: Transaction): Promise<number | null> {
  const [row] = await tx`select a.plan, a.plan_version version, guard.plan_catalogue() versions from app.account a`;
  const of = { plan: row?.plan as string, version: row?.version as number };
  return resolveEntitlements(readCatalogue(row?.versions as unknown[]), of).limits.historyDays;
}

/** A batch as a row of the contract, from a row of its table named `b`. */
export const batchColumns = (tx: Transaction) =>
  tx`b.id, app.iso(b.before) before, b.state, (case when b.sha256 is null then b.messages else b.archived end)::float8 messages, b.purged::float8 purged,
    b.bytes::float8 bytes, app.iso(b.announced_at) "announcedAt", app.iso(b.purge_at) "purgeAt"`;

/** Whether the account's plan includes taking data away. */
export async function isInPlan(tx: Transaction): Promise<boolean> {
  const [row] = await tx`select a.plan, a.plan_version version, guard.plan_catalogue() versions from app.account a`;
  const of = { plan: row?.plan as string, version: row?.version as number };
  return resolveEntitlements(readCatalogue(row?.versions as unknown[]), of).features.has('export');
}
