import { sql } from 'drizzle-orm';
import { boolean, foreignKey, index, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { guardTable, instant, instantNow } from './table-kinds.ts';

/** A chat of a number that is not the company's: nothing of it is stored, or it is one person's alone. Nobody reads these but the guard's functions. */
export const personalChat = guardTable(
  'personal_chat',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    workspaceId: uuid().notNull(),
    channelId: uuid().notNull(),
    /** Who marked it and answers for it. */
    personId: uuid().notNull(),
    mode: text().notNull(),
    /** Whose the conversation was before, for whoever takes the mark back. */
    wasAssignee: uuid(),
    /** When what is stored of it goes; null where nothing is to go. */
    purgeAt: instant(),
    /** It has begun to go, and cannot be taken back any more. */
    purging: boolean().notNull().default(false),
    createdAt: instantNow(),
    /** Whether the company knew the contact by itself when the chat was set apart. */
    isKnown: boolean().notNull().default(false),
  },
  (t) => [
    index('personal_chat_channel').on(t.workspaceId, t.channelId, t.mode),
    index('personal_chat_due').on(t.purgeAt).where(sql`purge_at is not null`),
  ],
);

/** The names under which such a chat comes: a person's number and hidden id, or a group. */
export const personalIdentity = guardTable(
  'personal_identity',
  {
    workspaceId: uuid().notNull(),
    channelId: uuid().notNull(),
    kind: text().notNull(),
    value: text().notNull(),
    chatId: uuid().notNull(),
  },
  (t) => [
    primaryKey({ name: 'personal_identity_pkey', columns: [t.workspaceId, t.channelId, t.kind, t.value] }),
    foreignKey({
      name: 'personal_identity_chat_id_fkey',
      columns: [t.chatId],
      foreignColumns: [personalChat.id],
    }).onDelete('cascade'),
    index('personal_identity_chat').on(t.chatId),
    index('personal_identity_name').on(t.workspaceId, t.kind, t.value),
  ],
);
