import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
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
import { channel } from './channels.ts';
import { contact } from './contacts.ts';
import {
  apartThread,
  app,
  bytea,
  guardPolicy,
  instant,
  instantNow,
  purgePolicy,
  sortableId,
  tenantTable,
  visiblePolicy,
} from './table-kinds.ts';
import { workspace } from './workspaces.ts';

export const conversation = tenantTable(
  app,
  'conversation',
  {
    id: sortableId(),
    channelId: uuid().notNull(),
    contactId: uuid().notNull(),
    address: text().notNull(),
    /** Whose it is; nobody's when null. */
    assigneeId: uuid(),
    status: text().notNull().default('open'),
    unreadCount: integer().notNull().default(0),
    lastSeq: bigint({ mode: 'number' }).notNull().default(0),
    readSeq: bigint({ mode: 'number' }).notNull().default(0),
    lastMessageAt: instantNow(),
    lastMessageId: uuid(),
    lastPreview: text().notNull().default(''),
    lastKind: text().notNull().default('text'),
    lastDirection: text(),
    lastStatus: smallint(),
    lastAuthorKind: text(),
    version: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: instantNow(),
    snoozedUntil: instant(),
    priority: text().notNull().default('none'),
    topic: text(),
    /** Who of ours wrote the last line; null for everybody else. */
    lastAuthorId: uuid(),
    /** The answer that is owed: which, since when, until when, what was left when it was put off, and when it was told that it is late. */
    answerClock: text(),
    answerSince: instant(),
    answerDueAt: instant(),
    answerLeft: integer(),
    answerToldAt: instant(),
    resolveSince: instant(),
    resolveDueAt: instant(),
    resolveLeft: integer(),
    resolveToldAt: instant(),
    /** A chat that is somebody's own: its mark, whose it is, and when what is stored of it goes. */
    personalId: uuid(),
    personalTo: uuid(),
    personalUntil: instant(),
  },
  (t) => {
    // made anew for each index: the builder keeps an order for one index only
    const newestFirst = () => [t.workspaceId, t.lastMessageAt.desc().nullsFirst(), t.id.desc().nullsFirst()] as const;
    return [
      visiblePolicy('personal_to = (select guard.own_id()) or guard.sees_assignee(assignee_id)', {
        shows: '(personal_to is null or personal_to = (select guard.own_id()))',
        jobs: true,
      }),
      foreignKey({
        name: 'conversation_assignee_fkey',
        columns: [t.workspaceId, t.assigneeId],
        foreignColumns: [member.workspaceId, member.personId],
      }),
      index('conversation_personal').on(t.workspaceId, t.personalId).where(sql`personal_id is not null`),
      index('conversation_assignee').on(
        t.workspaceId,
        t.assigneeId,
        t.lastMessageAt.desc().nullsFirst(),
        t.id.desc().nullsFirst(),
      ),
      guardPolicy(),
      primaryKey({ name: 'conversation_pkey', columns: [t.workspaceId, t.id] }),
      unique('conversation_workspace_id_channel_id_contact_id_key').on(t.workspaceId, t.channelId, t.contactId),
      foreignKey({
        name: 'conversation_workspace_id_channel_id_fkey',
        columns: [t.workspaceId, t.channelId],
        foreignColumns: [channel.workspaceId, channel.id],
      }),
      foreignKey({
        name: 'conversation_workspace_id_contact_id_fkey',
        columns: [t.workspaceId, t.contactId],
        foreignColumns: [contact.workspaceId, contact.id],
      }),
      index('conversation_inbox').on(...newestFirst()),
      index('conversation_unread')
        .on(...newestFirst())
        .where(sql`unread_count > 0`),
      index('conversation_waiting')
        .on(...newestFirst())
        .where(sql`last_direction = 'in' and status in ('open', 'in_progress', 'waiting')`),
      index('conversation_contact').on(t.workspaceId, t.contactId),
      index('conversation_open')
        .on(...newestFirst())
        .where(sql`status in ('open', 'in_progress', 'waiting')`),
      index('conversation_mine')
        .on(t.workspaceId, t.assigneeId, t.lastMessageAt.desc().nullsFirst(), t.id.desc().nullsFirst())
        .where(sql`status in ('open', 'in_progress', 'waiting')`),
      index('conversation_snoozed').on(t.workspaceId, t.snoozedUntil, t.id).where(sql`status = 'snoozed'`),
      index('conversation_closed')
        .on(...newestFirst())
        .where(sql`status in ('closed', 'archived')`),
      index('conversation_due')
        .on(t.workspaceId, sql`least(answer_due_at, resolve_due_at)`, t.id)
        .where(sql`least(answer_due_at, resolve_due_at) is not null`),
      index('conversation_answer_due')
        .on(t.workspaceId, t.answerDueAt)
        .where(sql`answer_due_at is not null and answer_told_at is null`),
      index('conversation_resolve_due')
        .on(t.workspaceId, t.resolveDueAt)
        .where(sql`resolve_due_at is not null and resolve_told_at is null`),
      check('conversation_answer_clock_check', sql`answer_clock in ('first', 'next')`),
      check('conversation_personal', sql`(personal_id is null) = (personal_to is null)`),
      check('conversation_personal_until', sql`personal_until is null or personal_to is not null`),
      check('conversation_snoozed', sql`(status = 'snoozed') = (snoozed_until is not null)`),
    ];
  },
);

export const media = tenantTable(
  app,
  'media',
  {
    id: sortableId(),
    kind: text().notNull(),
    mime: text().notNull(),
    name: text(),
    bytes: bigint({ mode: 'number' }).notNull().default(0),
    sha256: bytea(),
    width: integer(),
    height: integer(),
    seconds: integer(),
    state: text().notNull().default('pending'),
    sealedSource: bytea(),
    error: text(),
    attempts: smallint().notNull().default(0),
    createdBy: uuid(),
    createdAt: instantNow(),
  },
  (t) => [
    visiblePolicy('created_by = (select guard.person_id()) or app.sees_media(workspace_id, id)', {
      shows: '(cardinality((select guard.hidden_threads())) = 0 or not guard.hides_media(id))',
    }),
    purgePolicy(),
    primaryKey({ name: 'media_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'media_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    index('media_pending').on(t.workspaceId, t.id).where(sql`state = 'pending' and sealed_source is not null`),
  ],
);

/** Partitioned by hash of the workspace, which the generator does not know: its migrations are written by hand. */
export const message = tenantTable(
  app,
  'message',
  {
    id: sortableId(),
    conversationId: uuid().notNull(),
    channelId: uuid().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    direction: text().notNull(),
    kind: text().notNull().default('text'),
    body: text(),
    mediaId: uuid(),
    providerId: text().notNull(),
    clientMessageId: uuid(),
    authorKind: text().notNull(),
    authorId: uuid(),
    authorName: text(),
    status: smallint().notNull(),
    errorCode: text(),
    attempts: smallint().notNull().default(0),
    recovered: boolean().notNull().default(false),
    quotedProviderId: text(),
    detail: jsonb(),
    occurredAt: instant().notNull(),
    createdAt: instantNow(),
  },
  (t) => [
    visiblePolicy('app.sees_conversation(workspace_id, conversation_id)', { shows: apartThread, jobs: true }),
    purgePolicy(),
    primaryKey({ name: 'message_pkey', columns: [t.workspaceId, t.id] }),
    unique('message_workspace_id_channel_id_provider_id_key').on(t.workspaceId, t.channelId, t.providerId),
    foreignKey({
      name: 'message_workspace_id_conversation_id_fkey',
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversation.workspaceId, conversation.id],
    }),
    foreignKey({
      name: 'message_workspace_id_media_id_fkey',
      columns: [t.workspaceId, t.mediaId],
      foreignColumns: [media.workspaceId, media.id],
    }),
    index('message_thread').on(t.workspaceId, t.conversationId, t.seq.desc().nullsFirst()),
    uniqueIndex('message_client_id')
      .on(t.workspaceId, t.conversationId, t.clientMessageId)
      .where(sql`client_message_id is not null`),
    index('message_send_queue').on(t.workspaceId, t.channelId, t.id).where(sql`status in (0, 1)`),
    index('message_media').on(t.workspaceId, t.mediaId).where(sql`media_id is not null`),
    // what it is made of is written in backfills.ts too, which builds it partition by partition
    index('message_search')
      .using(
        'gin',
        t.workspaceId,
        sql`app.month_of(occurred_at)`,
        sql`app.year_of(occurred_at)`,
        sql`uuid_hash(conversation_id)`,
        sql`to_tsvector('app.spanish'::regconfig, left(body, 20000))`,
      )
      .with({ fastupdate: 'off' })
      .where(sql`body <> ''`),
  ],
);

/** A view of the inbox that somebody gave a name: one person's, or everybody's. */
export const savedView = tenantTable(
  app,
  'saved_view',
  { id: sortableId(), name: text().notNull(), personId: uuid(), filter: jsonb().notNull(), createdAt: instantNow() },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'saved_view_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'saved_view_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'saved_view_person_fkey',
      columns: [t.workspaceId, t.personId],
      foreignColumns: [member.workspaceId, member.personId],
    }).onDelete('cascade'),
    index('saved_view_person').on(t.workspaceId, t.personId),
  ],
);
