import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, pgPolicy, text, uuid } from 'drizzle-orm/pg-core';
import { app, guardPolicy, instantNow, tenantPolicies } from './table-kinds.ts';

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
  },
  (t) => [
    ...tenantPolicies('id'),
    guardPolicy(),
    foreignKey({ name: 'workspace_account_id_fkey', columns: [t.accountId], foreignColumns: [account.id] }),
    index('workspace_account').on(t.accountId),
  ],
);
