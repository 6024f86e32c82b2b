import { bigint, date, foreignKey, index, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { conversation } from './conversations.ts';
import { apartThread, app, instant, purgePolicy, tenantTable, visiblePolicy } from './table-kinds.ts';
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

/** A day's messages by whoever had their conversations when it was counted; all zeros stand for nobody. */
export const usagePersonDay = tenantTable(
  app,
  'usage_person_day',
  {
    day: date().notNull(),
    personId: uuid().notNull(),
    metric: text().notNull(),
    amount: bigint({ mode: 'number' }).notNull(),
  },
  (t) => [
    purgePolicy(),
    visiblePolicy("guard.sees_assignee(nullif(person_id, '00000000-0000-0000-0000-000000000000'))"),
    primaryKey({ name: 'usage_person_day_pkey', columns: [t.workspaceId, t.day, t.personId, t.metric] }),
    foreignKey({
      name: 'usage_person_day_workspace_id_fkey',
      columns: [t.workspaceId],
      foreignColumns: [workspace.id],
    }),
  ],
);

/** When a conversation began, when its customer asked (null where the company wrote first), and when it was first answered. */
export const conversationStart = tenantTable(
  app,
  'conversation_start',
  { conversationId: uuid().notNull(), beganAt: instant().notNull(), askedAt: instant(), answeredAt: instant() },
  (t) => [
    purgePolicy(),
    visiblePolicy('app.sees_conversation(workspace_id, conversation_id)', { shows: apartThread, jobs: true }),
    primaryKey({ name: 'conversation_start_pkey', columns: [t.workspaceId, t.conversationId] }),
    foreignKey({
      name: 'conversation_start_workspace_id_fkey',
      columns: [t.workspaceId],
      foreignColumns: [workspace.id],
    }),
    foreignKey({
      name: 'conversation_start_conversation_fkey',
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversation.workspaceId, conversation.id],
    }).onDelete('cascade'),
    index('conversation_start_began').on(t.workspaceId, t.beganAt),
  ],
);
