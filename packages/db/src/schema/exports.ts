import { sql } from 'drizzle-orm';
import { bigint, foreignKey, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { member } from './access.ts';
import { app, bytea, instant, instantNow, purgePolicy, sortableId, tenantTable, visiblePolicy } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** Contacts that somebody takes away as a file, and how far it is. */
export const contactExport = tenantTable(
  app,
  'contact_export',
  {
    id: sortableId(),
    personId: uuid().notNull(),
    format: text().notNull(),
    delimiter: text().notNull(),
    columns: text().array().notNull(),
    filter: jsonb(),
    segment: text(),
    locale: text().notNull(),
    state: text().notNull().default('writing'),
    total: integer().notNull().default(0),
    atRow: integer().notNull().default(0),
    sha256: bytea(),
    bytes: bigint({ mode: 'number' }),
    downloads: integer().notNull().default(0),
    createdAt: instantNow(),
    endedAt: instant(),
    expiresAt: instant(),
  },
  (t) => [
    visiblePolicy('person_id = (select guard.person_id())'),
    purgePolicy(),
    primaryKey({ name: 'contact_export_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'contact_export_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'contact_export_person_fkey',
      columns: [t.workspaceId, t.personId],
      foreignColumns: [member.workspaceId, member.personId],
    }).onDelete('cascade'),
    uniqueIndex('contact_export_busy').on(t.workspaceId, t.personId).where(sql`state = 'writing'`),
    index('contact_export_person').on(t.workspaceId, t.personId),
  ],
);

/** Who is in the file, in its order. */
export const contactExportPart = tenantTable(
  app,
  'contact_export_part',
  {
    exportId: uuid().notNull(),
    n: integer().notNull(),
    ids: uuid().array().notNull(),
  },
  (t) => [
    visiblePolicy(
      'exists (select 1 from app.contact_export e where e.workspace_id = contact_export_part.workspace_id and e.id = contact_export_part.export_id)',
    ),
    purgePolicy(),
    primaryKey({ name: 'contact_export_part_pkey', columns: [t.workspaceId, t.exportId, t.n] }),
    foreignKey({
      name: 'contact_export_part_export_fkey',
      columns: [t.workspaceId, t.exportId],
      foreignColumns: [contactExport.workspaceId, contactExport.id],
    }).onDelete('cascade'),
  ],
);
