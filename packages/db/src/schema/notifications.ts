import { sql } from 'drizzle-orm';
import { foreignKey, index, jsonb, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import { member } from './access.ts';
import { conversation } from './conversations.ts';
import {
  apartThread,
  app,
  bytea,
  guardPolicy,
  instant,
  instantNow,
  sortableId,
  tenantTable,
  visiblePolicy,
} from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** What a person is told, once for each cause. */
export const notification = tenantTable(
  app,
  'notification',
  {
    id: sortableId(),
    personId: uuid().notNull(),
    kind: text().notNull(),
    cause: text().notNull(),
    conversationId: uuid(),
    detail: jsonb().notNull().default({}),
    /** How it is told, as the person wanted when it came. */
    via: text().array().notNull(),
    at: instantNow(),
    readAt: instant(),
    mailedAt: instant(),
  },
  (t) => [
    guardPolicy(),
    visiblePolicy(
      '(person_id = (select guard.person_id()) and (conversation_id is null or app.sees_conversation(workspace_id, conversation_id)))',
      { shows: `(conversation_id is null or ${apartThread})`, jobs: true },
    ),
    primaryKey({ name: 'notification_pkey', columns: [t.workspaceId, t.id] }),
    unique('notification_cause').on(t.workspaceId, t.personId, t.cause),
    foreignKey({ name: 'notification_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'notification_person_fkey',
      columns: [t.workspaceId, t.personId],
      foreignColumns: [member.workspaceId, member.personId],
    }).onDelete('cascade'),
    foreignKey({
      name: 'notification_conversation_fkey',
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversation.workspaceId, conversation.id],
    }).onDelete('cascade'),
    index('notification_list')
      .on(t.workspaceId, t.personId, t.at.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`'app' = any (via)`),
    index('notification_unread')
      .on(t.workspaceId, t.personId, t.at.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`read_at is null and 'app' = any (via)`),
    index('notification_mail')
      .on(t.workspaceId, t.personId, t.at)
      .where(sql`read_at is null and mailed_at is null and 'mail' = any (via)`),
    index('notification_conversation').on(t.workspaceId, t.conversationId).where(sql`conversation_id is not null`),
    index('notification_age').on(t.at),
  ],
);

/** What a person of a workspace wants to be told of, and how. */
export const notificationPreference = tenantTable(
  app,
  'notification_preference',
  {
    personId: uuid().notNull(),
    /** By kind the ways that were chosen; what is not named is as the product has it. */
    choices: jsonb().notNull().default({}),
    /** Minutes of the person's day; both or neither. */
    quietFrom: smallint(),
    quietTo: smallint(),
    volume: smallint().notNull().default(70),
    mailedAt: instant(),
    offHashes: bytea().array().notNull().default(sql`'{}'`),
  },
  (t) => [
    guardPolicy(),
    primaryKey({ name: 'notification_preference_pkey', columns: [t.workspaceId, t.personId] }),
    foreignKey({
      name: 'notification_preference_workspace_id_fkey',
      columns: [t.workspaceId],
      foreignColumns: [workspace.id],
    }),
    foreignKey({
      name: 'notification_preference_person_fkey',
      columns: [t.workspaceId, t.personId],
      foreignColumns: [member.workspaceId, member.personId],
    }).onDelete('cascade'),
  ],
);
