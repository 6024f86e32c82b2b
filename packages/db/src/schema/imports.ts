import { sql } from 'drizzle-orm';
import { bigint, boolean, foreignKey, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { app, bytea, instant, instantNow, purgePolicy, sortableId, tenantTable, visiblePolicy } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** A file of contacts, what was confirmed of it, and how far it is. */
export const contactImport = tenantTable(
  app,
  'contact_import',
  {
    id: sortableId(),
    name: text().notNull(),
    sha256: bytea().notNull(),
    bytes: bigint({ mode: 'number' }).notNull(),
    format: text().notNull(),
    encoding: text(),
    delimiter: text(),
    hasHeader: boolean().notNull(),
    product: text(),
    columns: text().array().notNull(),
    sample: jsonb().notNull(),
    mapping: text().array().notNull(),
    country: text(),
    policy: text().notNull().default('fill'),
    consent: text(),
    consentShown: text(),
    state: text().notNull().default('uploaded'),
    fault: text(),
    halted: text(),
    revision: integer().notNull().default(0),
    total: integer().notNull().default(0),
    atRow: integer().notNull().default(0),
    counts: jsonb().notNull().default({}),
    digests: text().array().notNull().default(sql`'{}'`),
    madeTags: uuid().array().notNull().default(sql`'{}'`),
    personId: uuid(),
    createdAt: instantNow(),
    endedAt: instant(),
  },
  (t) => [
    visiblePolicy('false'),
    purgePolicy(),
    primaryKey({ name: 'contact_import_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'contact_import_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
  ],
);

/** A row of the file: what it makes, and what was there before. */
export const contactImportRow = tenantTable(
  app,
  'contact_import_row',
  {
    importId: uuid().notNull(),
    n: integer().notNull(),
    outcome: text().notNull(),
    draft: jsonb(),
    reasons: jsonb(),
    cells: jsonb(),
    contactId: uuid(),
    before: jsonb(),
    after: bytea(),
    added: uuid().array().notNull().default(sql`'{}'`),
    tags: uuid().array().notNull().default(sql`'{}'`),
  },
  (t) => [
    visiblePolicy('false'),
    purgePolicy(),
    primaryKey({ name: 'contact_import_row_pkey', columns: [t.workspaceId, t.importId, t.n] }),
    foreignKey({
      name: 'contact_import_row_import_fkey',
      columns: [t.workspaceId, t.importId],
      foreignColumns: [contactImport.workspaceId, contactImport.id],
    }).onDelete('cascade'),
    index('contact_import_row_contact')
      .on(t.workspaceId, t.importId, t.contactId, t.n)
      .where(sql`contact_id is not null`),
  ],
);
