import { foreignKey, index, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { contact } from './contacts.ts';
import { apartContact, app, instantNow, purgePolicy, tenantTable, visiblePolicy } from './table-kinds.ts';
import { tag } from './tags.ts';

/** Which labels contacts carry, and who put them there: a person, a file, a rule or a machine. */
export const contactTag = tenantTable(
  app,
  'contact_tag',
  {
    contactId: uuid().notNull(),
    tagId: uuid().notNull(),
    source: text().notNull().default('person'),
    at: instantNow(),
  },
  (t) => [
    visiblePolicy('app.sees_contact(workspace_id, contact_id)', { shows: apartContact, jobs: true }),
    purgePolicy(),
    primaryKey({ name: 'contact_tag_pkey', columns: [t.workspaceId, t.contactId, t.tagId] }),
    foreignKey({
      name: 'contact_tag_contact_fkey',
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'contact_tag_tag_fkey',
      columns: [t.workspaceId, t.tagId],
      foreignColumns: [tag.workspaceId, tag.id],
    }).onDelete('cascade'),
    index('contact_tag_tag').on(t.workspaceId, t.tagId, t.contactId),
  ],
);
