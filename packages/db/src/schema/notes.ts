import { sql } from 'drizzle-orm';
import { bigint, foreignKey, index, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { member } from './access.ts';
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

/** Internal notes of a conversation; each stands after the message with the number `afterSeq`. */
export const note = tenantTable(
  app,
  'note',
  {
    id: sortableId(),
    conversationId: uuid().notNull(),
    afterSeq: bigint({ mode: 'number' }).notNull(),
    body: text().notNull(),
    authorId: uuid().notNull(),
    authorName: text().notNull(),
    mentioned: uuid().array().notNull().default(sql`'{}'`),
    clientNoteId: uuid().notNull(),
    createdAt: instantNow(),
    editedAt: instant(),
    deletedAt: instant(),
  },
  (t) => [
    purgePolicy(),
    visibleInsidePolicy('app.sees_conversation(workspace_id, conversation_id)', { shows: apartThread }),
    primaryKey({ name: 'note_pkey', columns: [t.workspaceId, t.id] }),
    unique('note_client_id').on(t.workspaceId, t.conversationId, t.clientNoteId),
    foreignKey({ name: 'note_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'note_conversation_fkey',
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversation.workspaceId, conversation.id],
    }).onDelete('cascade'),
    index('note_thread').on(t.workspaceId, t.conversationId, t.afterSeq, t.id),
  ],
);

/** Texts kept under a short code; everybody's where nobody owns them. */
export const quickReply = tenantTable(
  app,
  'quick_reply',
  {
    id: sortableId(),
    ownerId: uuid(),
    code: text().notNull(),
    body: text().notNull(),
    createdAt: instantNow(),
    updatedAt: instantNow(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'quick_reply_pkey', columns: [t.workspaceId, t.id] }),
    unique('quick_reply_code').on(t.workspaceId, t.ownerId, t.code).nullsNotDistinct(),
    foreignKey({ name: 'quick_reply_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'quick_reply_owner_fkey',
      columns: [t.workspaceId, t.ownerId],
      foreignColumns: [member.workspaceId, member.personId],
    }).onDelete('cascade'),
  ],
);
