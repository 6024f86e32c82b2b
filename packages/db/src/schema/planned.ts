import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, integer, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { conversation } from './conversations.ts';
import {
  apartThread,
  app,
  instant,
  instantNow,
  purgePolicy,
  sortableId,
  tenantTable,
  visibleInsidePolicy,
} from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** Messages that somebody wrote for later. */
export const plannedMessage = tenantTable(
  app,
  'planned_message',
  {
    id: sortableId(),
    conversationId: uuid().notNull(),
    body: text().notNull(),
    authorId: uuid().notNull(),
    authorName: text().notNull(),
    at: instant().notNull(),
    /** Whether it goes also when the customer has written since. */
    sendsAnyway: boolean().notNull().default(false),
    since: instantNow(),
    state: text().notNull().default('planned'),
    reason: text(),
    version: integer().notNull().default(0),
    createdAt: instantNow(),
  },
  (t) => [
    purgePolicy(),
    visibleInsidePolicy('app.sees_conversation(workspace_id, conversation_id)', { shows: apartThread }),
    primaryKey({ name: 'planned_message_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({
      name: 'planned_message_workspace_id_fkey',
      columns: [t.workspaceId],
      foreignColumns: [workspace.id],
    }),
    foreignKey({
      name: 'planned_message_conversation_fkey',
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversation.workspaceId, conversation.id],
    }).onDelete('cascade'),
    index('planned_message_thread')
      .on(t.workspaceId, t.conversationId, t.at, t.id)
      .where(sql`state in ('planned', 'held', 'refused')`),
    index('planned_message_due').on(t.workspaceId, t.at, t.id).where(sql`state = 'planned'`),
  ],
);
