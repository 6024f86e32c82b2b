import { sql } from 'drizzle-orm';
import { check, foreignKey, index, jsonb, primaryKey, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { contact } from './contacts.ts';
import { app, instantNow, purgePolicy, sortableId, tenantTable, visiblePolicy } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** Contacts that turned out to be one, with everything as it was while that can be undone. */
export const contactMerge = tenantTable(
  app,
  'contact_merge',
  {
    id: sortableId(),
    keepId: uuid().notNull(),
    /** Whose address leads to the one who stayed. */
    dropId: uuid().notNull(),
    byPersonId: uuid(),
    at: instantNow(),
    before: jsonb(),
  },
  (t) => [
    visiblePolicy('app.sees_contact(workspace_id, keep_id)', {
      shows: 'keep_id <> all ((select guard.hidden_contacts())::uuid[])',
    }),
    purgePolicy(),
    primaryKey({ name: 'contact_merge_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'contact_merge_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'contact_merge_keep_fkey',
      columns: [t.workspaceId, t.keepId],
      foreignColumns: [contact.workspaceId, contact.id],
    }),
    uniqueIndex('contact_merge_drop').on(t.workspaceId, t.dropId),
    index('contact_merge_keep').on(t.workspaceId, t.keepId, t.at.desc().nullsFirst()),
    index('contact_merge_age').on(t.workspaceId, t.at).where(sql`before is not null`),
  ],
);

/** Pairs that look alike and of which somebody said that they are two. */
export const contactApart = tenantTable(
  app,
  'contact_apart',
  { lowId: uuid().notNull(), highId: uuid().notNull(), byPersonId: uuid(), at: instantNow() },
  (t) => [
    visiblePolicy('app.sees_contact(workspace_id, low_id) and app.sees_contact(workspace_id, high_id)', {
      shows:
        '(low_id <> all ((select guard.hidden_contacts())::uuid[]) and high_id <> all ((select guard.hidden_contacts())::uuid[]))',
    }),
    purgePolicy(),
    primaryKey({ name: 'contact_apart_pkey', columns: [t.workspaceId, t.lowId, t.highId] }),
    check('contact_apart_order', sql`low_id < high_id`),
    foreignKey({ name: 'contact_apart_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'contact_apart_low_fkey',
      columns: [t.workspaceId, t.lowId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'contact_apart_high_fkey',
      columns: [t.workspaceId, t.highId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete('cascade'),
    index('contact_apart_high').on(t.workspaceId, t.highId),
  ],
);
