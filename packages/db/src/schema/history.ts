import { sql } from 'drizzle-orm';
import { bigint, foreignKey, integer, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { app, bytea, instant, purgePolicy, sortableId, tenantTable } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** Messages older than the plan keeps: told of, put away as a file, and then removed. */
export const historyBatch = tenantTable(
  app,
  'history_batch',
  {
    id: sortableId(),
    before: instant().notNull(),
    state: text().notNull().default('announced'),
    messages: bigint({ mode: 'number' }).notNull(),
    archived: bigint({ mode: 'number' }).notNull().default(0),
    purged: bigint({ mode: 'number' }).notNull().default(0),
    sha256: bytea(),
    bytes: bigint({ mode: 'number' }),
    downloads: integer().notNull().default(0),
    announcedAt: instant().notNull(),
    purgeAt: instant().notNull(),
    endedAt: instant(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'history_batch_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'history_batch_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    uniqueIndex('history_batch_open').on(t.workspaceId).where(sql`state not in ('purged', 'cancelled')`),
  ],
);
