import { sql } from 'drizzle-orm';
import {
  customType,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { member } from './access.ts';
import {
  apartContact,
  app,
  instant,
  instantNow,
  purgePolicy,
  sortableId,
  tenantTable,
  visiblePolicy,
} from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** A text that is compared by its code points, whatever the database's own order is. */
const plainText = customType<{ data: string }>({ dataType: () => 'text collate "C"' });

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
    company: text(),
    country: text(),
    birthday: date(),
    language: text(),
    preferredHour: smallint(),
    preferredChannel: text(),
    /** What they were before they were blocked. */
    kindBefore: text(),
    source: text().notNull().default('whatsapp'),
    /** Who looks after them. */
    ownerId: uuid(),
    /** Values of the company's own fields, by the id of each. */
    fields: jsonb().notNull().default({}),
    score: smallint(),
    scoreReasons: jsonb(),
    scoredAt: instant(),
    lastInAt: instant(),
    lastOutAt: instant(),
    marketing: text(),
    marketingAt: instant(),
    deletedAt: instant(),
    deletedBy: uuid(),
    sortName: plainText()
      .notNull()
      .generatedAlwaysAs(
        sql.raw(
          `translate(lower(coalesce(nullif(name, ''), profile_name, U&'\\FFFF')), 'áàâäãéèêëíìîïóòôöõúùûüñç', 'aaaaaeeeeiiiiooooouuuunc')`,
        ),
      ),
    touchedAt: instant()
      .notNull()
      .generatedAlwaysAs(sql.raw(`coalesce(greatest(last_in_at, last_out_at), '-infinity')`)),
    /** What they are called and found by, as it is compared; a trigger keeps both. */
    searchName: plainText(),
    searchWords: plainText(),
  },
  (t) => [
    visiblePolicy('app.sees_contact_row(workspace_id, id, owner_id)', {
      shows: 'id <> all ((select guard.hidden_contacts())::uuid[])',
      jobs: true,
    }),
    purgePolicy(),
    primaryKey({ name: 'contact_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: 'contact_owner_fkey',
      columns: [t.workspaceId, t.ownerId],
      foreignColumns: [member.workspaceId, member.personId],
    }),
    index('contact_by_name').on(t.workspaceId, t.sortName, t.id).where(sql`deleted_at is null`),
    index('contact_by_touch')
      .on(t.workspaceId, t.touchedAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`deleted_at is null`),
    index('contact_by_age')
      .on(t.workspaceId, t.createdAt.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`deleted_at is null`),
    index('contact_unscored').on(t.workspaceId, t.id).where(sql`scored_at is null and deleted_at is null`),
    index('contact_by_score')
      .on(t.workspaceId, sql`coalesce(score, '-1'::integer) desc`, t.id.desc().nullsFirst())
      .where(sql`deleted_at is null`),
    index('contact_owner').on(t.workspaceId, t.ownerId).where(sql`owner_id is not null`),
    index('contact_by_email').on(t.workspaceId, sql`lower(email)`).where(sql`email is not null`),
    index('contact_bin').on(t.workspaceId, t.deletedAt).where(sql`deleted_at is not null`),
    foreignKey({ name: 'contact_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    // built by the backfill "contact-search", beside those who write
    index('contact_search_name').on(t.workspaceId, t.searchName, t.id),
    index('contact_search_words')
      .using('gin', t.workspaceId, t.searchWords.op('gin_trgm_ops'))
      .with({ gin_pending_list_limit: 512 }),
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
    /** How a number was written, where a person wrote it. */
    raw: text(),
  },
  (t) => [
    visiblePolicy('app.sees_contact(workspace_id, contact_id)', {
      shows: `(${apartContact} and id <> all ((select guard.hidden_names())::uuid[]))`,
      jobs: true,
    }),
    purgePolicy(),
    primaryKey({ name: 'contact_identity_pkey', columns: [t.workspaceId, t.id] }),
    unique('contact_identity_workspace_id_kind_value_key').on(t.workspaceId, t.kind, t.value),
    foreignKey({
      name: 'contact_identity_workspace_id_contact_id_fkey',
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }),
    index('contact_identity_contact').on(t.workspaceId, t.contactId),
    index('contact_identity_line').on(t.workspaceId, sql`app.line_of(value)`).where(sql`kind in ('wa_pn', 'phone')`),
    index('contact_identity_search')
      .using('gin', t.workspaceId, sql`app.number_text(value) gin_trgm_ops`)
      .with({ gin_pending_list_limit: 512 })
      .where(sql`kind in ('wa_pn', 'phone', 'email')`),
  ],
);

/** A field of the company's own; what a contact has of it stands in `contact.fields` under its id. */
export const contactField = tenantTable(
  app,
  'contact_field',
  {
    id: sortableId(),
    label: text().notNull(),
    type: text().notNull(),
    options: text().array().notNull().default([]),
    position: integer().notNull().default(0),
    createdAt: instantNow(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'contact_field_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: 'contact_field_workspace_id_fkey',
      columns: [t.workspaceId],
      foreignColumns: [workspace.id],
    }),
    uniqueIndex('contact_field_label').on(t.workspaceId, sql`lower(label)`),
  ],
);

/** What contacts agreed to and took back: a ledger that is added to. */
export const contactConsent = tenantTable(
  app,
  'contact_consent',
  {
    id: sortableId(),
    contactId: uuid().notNull(),
    channel: text().notNull(),
    purpose: text().notNull(),
    state: text().notNull(),
    source: text().notNull(),
    shown: text(),
    messageId: uuid(),
    byPersonId: uuid(),
    at: instantNow(),
  },
  (t) => [
    visiblePolicy('app.sees_contact(workspace_id, contact_id)', { shows: apartContact, jobs: true }),
    purgePolicy(),
    primaryKey({ name: 'contact_consent_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: 'contact_consent_contact_fkey',
      columns: [t.workspaceId, t.contactId],
      foreignColumns: [contact.workspaceId, contact.id],
    }).onDelete('cascade'),
    index('contact_consent_contact').on(t.workspaceId, t.contactId, t.at.desc().nullsFirst()),
  ],
);

/** A filter that the company gave a name. */
export const segment = tenantTable(
  app,
  'segment',
  {
    id: sortableId(),
    name: text().notNull(),
    filter: jsonb().notNull(),
    createdBy: uuid(),
    createdAt: instantNow(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'segment_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'segment_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    uniqueIndex('segment_name').on(t.workspaceId, sql`lower(name)`),
  ],
);
