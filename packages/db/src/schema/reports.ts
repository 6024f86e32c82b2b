import { bigint, date, foreignKey, primaryKey, text } from 'drizzle-orm/pg-core';
import { app, purgePolicy, tenantTable } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

export const usageDay = tenantTable(
  app,
  'usage_day',
  { day: date().notNull(), metric: text().notNull(), amount: bigint({ mode: 'number' }).notNull() },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'usage_day_pkey', columns: [t.workspaceId, t.day, t.metric] }),
    foreignKey({ name: 'usage_day_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
  ],
);
