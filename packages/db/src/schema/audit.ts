import { sql } from 'drizzle-orm';
import { bigint, boolean, customType, index, primaryKey, smallint, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { bytea, guardTable, instant, instantNow, xid8 } from './table-kinds.ts';

const cidr = customType<{ data: string }>({ dataType: () => 'cidr' });
const place = () => bigint({ mode: 'number' }).notNull();

/** The chain of a workspace, a row for each entry in the order of the seals. */
export const auditSeal = guardTable(
  'audit_seal',
  {
    workspaceId: uuid().notNull(),
    seq: place(),
    entryId: place(),
    valuesHash: bytea().notNull(),
    digest: bytea().notNull(),
    link: bytea().notNull(),
  },
  (t) => [
    primaryKey({ name: 'audit_seal_pkey', columns: [t.workspaceId, t.seq] }),
    uniqueIndex('audit_seal_entry').on(t.workspaceId, t.entryId),
  ],
);

export const auditHead = guardTable(
  'audit_head',
  {
    workspaceId: uuid().primaryKey(),
    seq: place(),
    link: bytea().notNull(),
    sealedAt: instantNow(),
    anchoredSeq: place().default(0),
  },
  (t) => [index('audit_head_unanchored').on(t.workspaceId).where(sql`anchored_seq < seq`)],
);

/** How far the sealer is. */
export const auditSealer = guardTable('audit_sealer', {
  id: boolean().primaryKey().default(true),
  xid: xid8().notNull(),
  entryId: place(),
  lookedAt: instantNow(),
});

/** The last link of a chain that went with its workspace. */
export const auditEnd = guardTable('audit_end', {
  workspaceId: uuid().primaryKey(),
  seq: place(),
  link: bytea().notNull(),
  reason: text().notNull(),
  at: instantNow(),
});

/** Whom an account binds to what; no row means what the plan says. */
export const accountPolicy = guardTable('account_policy', {
  accountId: uuid().primaryKey(),
  twoFactor: text(),
  idleMinutes: smallint(),
  allowList: cidr().array(),
  listPausedUntil: instant(),
  changedAt: instantNow(),
  changedBy: uuid(),
});
