import { sql } from 'drizzle-orm';
import { foreignKey, index, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { conversation } from './conversations.ts';
import { apartThread, app, instantNow, purgePolicy, sortableId, tenantTable, visiblePolicy } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** A label of a workspace's one vocabulary, which conversations and contacts share. */
export const tag = tenantTable(
  app,
  'tag',
  { id: sortableId(), name: text().notNull(), colour: text().notNull(), createdAt: instantNow() },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'tag_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'tag_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    uniqueIndex('tag_name').on(t.workspaceId, sql`lower(${t.name})`),
  ],
);

export const conversationTag = tenantTable(
  app,
  'conversation_tag',
  { conversationId: uuid().notNull(), tagId: uuid().notNull() },
  (t) => [
    visiblePolicy('app.sees_conversation(workspace_id, conversation_id)', { shows: apartThread, jobs: true }),
    purgePolicy(),
    primaryKey({ name: 'conversation_tag_pkey', columns: [t.workspaceId, t.conversationId, t.tagId] }),
    foreignKey({
      name: 'conversation_tag_conversation_fkey',
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversation.workspaceId, conversation.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'conversation_tag_tag_fkey',
      columns: [t.workspaceId, t.tagId],
      foreignColumns: [tag.workspaceId, tag.id],
    }).onDelete('cascade'),
    index('conversation_tag_tag').on(t.workspaceId, t.tagId, t.conversationId),
  ],
);
