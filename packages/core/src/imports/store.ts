import type { Transaction } from '@recado/db';
import type { Work } from '../kernel/index.ts';
import { type ImportRow, type ImportState, importErrors } from './contract.ts';

/** Whoever does not see every contact would change some that they do not see. Throws notEverything. */
export async function proveReach(tx: Transaction): Promise<void> {
  const [row] = await tx`select guard.reach() is null "seesAll"`;
  if (!row?.seesAll) throw importErrors.notEverything();
}

/** An import, locked, in one of these states. Throws notFound, notNow {state}. */
export async function lockImport(
  { tx, ctx }: Pick<Work, 'tx' | 'ctx'>,
  importId: string,
  states: readonly ImportState[],
): Promise<{
  name: string;
  state: ImportState;
  revision: number;
  columns: string[];
  counts: Record<string, number>;
  atRow: number;
}> {
  const [row] = await tx`select name, state, revision, columns, counts, at_row "atRow" from app.contact_import
    where workspace_id = ${ctx.workspaceId} and id = ${importId} for update`;
  if (!row) throw importErrors.notFound();
  if (!states.includes(row.state as ImportState)) throw importErrors.notNow({ state: row.state });
  return row as never;
}

export const importJson = (tx: Transaction) => tx`
  i.id, i.name, i.bytes::float8 bytes, i.format, i.encoding, i.delimiter, i.has_header "hasHeader", i.product, i.columns, i.sample, i.mapping, i.country, i.policy, i.consent, i.consent_shown "consentShown",
  i.state, i.fault, i.halted, i.total, i.at_row "atRow", i.counts, app.iso(i.created_at) "createdAt", app.iso(i.ended_at) "endedAt",
  (select m.name from app.member m where m.workspace_id = i.workspace_id and m.person_id = i.person_id) "personName"`;

export const rowOf = (row: unknown): ImportRow => row as ImportRow;
