import { sql } from 'drizzle-orm';
import { foreignKey, index, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { app, bytea, guardPolicy, guardTable, instant, instantNow, tenantTable } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

export const member = tenantTable(
  app,
  'member',
  {
    personId: uuid().notNull(),
    role: text().notNull(),
    name: text().notNull(),
    email: text().notNull(),
    blockedAt: instant(),
    createdAt: instantNow(),
  },
  (t) => [
    guardPolicy(),
    primaryKey({ name: 'member_pkey', columns: [t.workspaceId, t.personId] }),
    foreignKey({ name: 'member_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    index('member_person').on(t.personId),
  ],
);

export const accessKey = guardTable('access_key', {
  id: uuid().primaryKey().default(sql`uuidv7()`),
  workspaceId: uuid().notNull(),
  kind: text().notNull(),
  role: text().notNull(),
  secretHash: bytea().notNull().unique('access_key_secret_hash_key'),
  grantedBy: uuid(),
  expiresAt: instant(),
  revokedAt: instant(),
  createdAt: instantNow(),
});
