import { foreignKey, index, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { app, instantNow, purgePolicy, sortableId, tenantTable, visiblePolicy } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

export const contact = tenantTable(
  app,
  'contact',
  {
    id: sortableId(),
    name: text().notNull().default(''),
    profileName: text(),
    kind: text().notNull().default('prospect'),
    email: text(),
    city: text(),
    notes: text(),
    createdAt: instantNow(),
  },
  (t) => [
    visiblePolicy('app.sees_contact(workspace_id, id)'),
    purgePolicy(),
    primaryKey({ name: 'contact_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'contact_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
  ],
);

export const contactIdentity = tenantTable(
  app,
  'contact_identity',
  {
    id: sortableId(),
    contactId: uuid().notNull(),
    kind: text().notNull(),
    value: text().notNull(),
    source: text().notNull().default('whatsapp'),
    firstSeenAt: instantNow(),
  },
  (t) => [
    visiblePolicy('app.sees_contact(workspace_id, contact_id)'),
    purgePolicy(),
    primaryKey({ name: 'contact_identity_pkey', columns: [t.workspaceId, t.id] }),
    unique('contact_identity_workspace_id_kind_value_key').on(t.workspaceId, t.kind, t.value),
    foreignKey({
      name: 'contact_identity_workspace_id_contact_id_fkey',
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }),
    index('contact_identity_contact').on(t.workspaceId, t.contactId),
  ],
);
