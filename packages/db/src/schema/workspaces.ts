import { sql } from 'drizzle-orm';
import {
  boolean,
  foreignKey,
  index,
  integer,
  pgPolicy,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  app,
  bytea,
  guardPolicy,
  guardTable,
  instant,
  instantNow,
  purgePolicy,
  tenantPolicies,
  tenantTable,
} from './table-kinds.ts';

// neither is a tenant table: an account stands above its workspaces, and a workspace is the tenant
export const account = app.table(
  'account',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    name: text().notNull(),
    plan: text().notNull().default('trial'),
    planVersion: integer().notNull().default(1),
    isDemo: boolean().notNull().default(false),
    createdAt: instantNow(),
    /** The subscription ended: its workspaces are for reading only. */
    cancelledAt: instant(),
  },
  () => [
    pgPolicy('account_read', {
      for: 'select',
      using: sql`id = (select w.account_id from app.workspace w where w.id = (select guard.workspace_id()))`,
    }),
    guardPolicy(),
  ],
);

export const workspace = app.table(
  'workspace',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    accountId: uuid().notNull(),
    name: text().notNull(),
    slug: text().notNull().unique('workspace_slug_key'),
    industry: text().notNull(),
    locale: text().notNull().default('es'),
    timeZone: text().notNull().default('Europe/Madrid'),
    color: text().notNull().default('#2746C7'),
    /** Which conversations agents see: all, own_unassigned, own; null is what the plan says. */
    visibility: text(),
    isDemo: boolean().notNull().default(false),
    createdAt: instantNow(),
    archivedAt: instant(),
    /** Hidden from everybody; purged 30 days later. */
    deletedAt: instant(),
    /** What the account's cancelledAt says of it. */
    deactivatedAt: instant(),
    /** The colour on dark grounds; null is one made from `color`. */
    colorNight: text(),
    /** How many contacts there were when the hour's figures were counted. */
    contactCount: integer().notNull().default(0),
    /** Until when what was stored is in the days by person; see conversation_start too. */
    countedAt: instant(),
    /** For reading only because the plan has no place for it. */
    frozenAt: instant(),
  },
  (t) => [
    ...tenantPolicies('id'),
    guardPolicy(),
    foreignKey({ name: 'workspace_account_id_fkey', columns: [t.accountId], foreignColumns: [account.id] }),
    index('workspace_account').on(t.accountId),
  ],
);

export const workspaceLogo = tenantTable(
  app,
  'workspace_logo',
  {
    mime: text().notNull(),
    bytes: bytea().notNull(),
    /** SHA-256 of the bytes. */
    digest: bytea().notNull(),
    setAt: instantNow(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'workspace_logo_pkey', columns: [t.workspaceId] }),
    foreignKey({ name: 'workspace_logo_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
  ],
);

/** A workspace that is offered to the holder of an address, who takes it into an account of theirs. */
export const workspaceTransfer = guardTable(
  'workspace_transfer',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    workspaceId: uuid().notNull(),
    fromAccount: uuid().notNull(),
    email: text().notNull(),
    emailKey: text().notNull(),
    askedBy: uuid().notNull(),
    askedAt: instantNow(),
    expiresAt: instant().notNull(),
    settledAt: instant(),
    /** accepted, declined, withdrawn, replaced, ended. */
    outcome: text(),
  },
  (t) => [
    uniqueIndex('workspace_transfer_open').on(t.workspaceId).where(sql`settled_at is null`),
    index('workspace_transfer_email').on(t.emailKey).where(sql`settled_at is null`),
  ],
);
