// The safe door of conversations: threads, messages and how far a message has come.
import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';
import { assignmentErrorTable, assignmentEventTable } from './assignment-contract.ts';
import { type NoteRow, noteErrorTable, noteEventTable } from './notes-contract.ts';
import { personalErrorTable, personalEventTable } from './personal-contract.ts';
import { plannedErrorTable, plannedEventTable } from './planned-contract.ts';

import { replyErrorTable, replyEventTable } from './replies-contract.ts';
import { type RunningClock, serviceEventTable } from './service-contract.ts';
import { surveyErrorTable, surveyEventTable } from './survey-contract.ts';

export * from './assignment-contract.ts';
export * from './notes-contract.ts';
export * from './personal-contract.ts';
export * from './places-contract.ts';
export * from './planned-contract.ts';
export * from './presence-contract.ts';
export * from './replies-contract.ts';
export * from './service-contract.ts';
export * from './survey-contract.ts';

export type MessageStatus = 'queued' | 'sending' | 'failed' | 'sent' | 'delivered' | 'read' | 'played' | 'received';

/** The order in which a status may grow; the worker's and the database's numbers. */
export const statusRank = {
  queued: 0,
  sending: 1,
  failed: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  played: 6,
  received: 9,
} as const satisfies Record<MessageStatus, number>;

export const mediaKinds = ['image', 'audio', 'voice', 'video', 'document', 'sticker'] as const;
export type MediaKind = (typeof mediaKinds)[number];

export type MessageKind =
  | 'text'
  | MediaKind
  | 'location'
  | 'contact'
  | 'reaction'
  | 'edited'
  | 'deleted'
  | 'unsupported'
  | 'undecryptable';

/** The most a file may weigh, in bytes, by what it is. */
export const mediaLimits: Record<MediaKind, number> = {
  image: 16 * 1024 * 1024,
  sticker: 1024 * 1024,
  audio: 64 * 1024 * 1024,
  voice: 64 * 1024 * 1024,
  video: 64 * 1024 * 1024,
  document: 100 * 1024 * 1024,
};

/** WhatsApp's own limit for a text, in characters. */
export const TEXT_LIMIT = 65_536;

/** What a file is, wherever it comes from; lengths in pixels and seconds, null when nobody said. */
export type MediaFacts = {
  kind: MediaKind;
  mime: string;
  name: string | null;
  bytes: number;
  width: number | null;
  height: number | null;
  seconds: number | null;
};

export type MediaRow = MediaFacts & {
  id: string;
  state: 'pending' | 'ready' | 'failed';
  error: string | null;
  /** A signed address on this origin, valid for some minutes; null until ready. */
  url?: string | null;
};

export type AuthorKind = 'contact' | 'person' | 'phone' | 'bot' | 'campaign' | 'automation' | 'api' | 'link';

export type QuotedMessage = {
  id: string;
  seq: number;
  direction: 'in' | 'out';
  kind: MessageKind;
  body: string | null;
  author: { kind: AuthorKind; id: string | null; name: string | null };
};

export type MessageRow = {
  id: string;
  conversationId: string;
  channelId: string;
  /** The place in the thread; grows by one with each message of a conversation. */
  seq: number;
  direction: 'in' | 'out';
  kind: MessageKind;
  body: string | null;
  status: MessageStatus;
  error: string | null;
  clientMessageId: string | null;
  author: { kind: AuthorKind; id: string | null; name: string | null };
  recovered: boolean;
  quotedProviderId: string | null;
  /** The message that this one answers to or reacts to, shortly; null when it quotes none, or one that is not here. */
  quoted: QuotedMessage | null;
  providerId: string;
  detail: Record<string, unknown> | null;
  occurredAt: string;
  createdAt: string;
  media: MediaRow | null;
};

/** How far a conversation is. Put off, it comes back by itself: at its time, or when its customer writes. */
export const conversationStatuses = ['open', 'in_progress', 'waiting', 'closed', 'archived'] as const;
export type ConversationStatus = (typeof conversationStatuses)[number] | 'snoozed';
export const conversationPriorities = ['none', 'low', 'normal', 'high', 'urgent'] as const;
export type ConversationPriority = (typeof conversationPriorities)[number];
export const conversationTopics = ['sale', 'support', 'question', 'complaint', 'other'] as const;
export type ConversationTopic = (typeof conversationTopics)[number];

export type ConversationRow = {
  id: string;
  status: ConversationStatus;
  unreadCount: number;
  lastSeq: number;
  readSeq: number;
  lastMessageAt: string;
  lastMessageId: string | null;
  lastPreview: string;
  lastKind: MessageKind;
  lastDirection: 'in' | 'out' | null;
  lastStatus: MessageStatus | null;
  lastAuthorKind: AuthorKind | null;
  /** Who of ours wrote the last line; null when somebody or something else did. */
  lastAuthorId: string | null;
  /** When it comes back; null unless it is put off. */
  snoozedUntil: string | null;
  priority: ConversationPriority;
  topic: ConversationTopic | null;
  tagIds: string[];
  /** What is owed next, an answer or the end; null where nothing is. */
  clock: RunningClock | null;
  /** The member whose it is; nobody's when null. */
  assigneeId: string | null;
  /** The reader's own chat, which nobody else sees; `until` is when what is stored of it goes. */
  personal: { id: string; until: string | null } | null;
  /** Grows with every change of the row: a reader keeps the greater one. */
  version: number;
  contact: { id: string; name: string; profileName: string | null; kind: string; number: string | null };
  channel: { id: string; name: string; driver: 'simulator' | 'whatsapp'; number: string | null };
};

/**
 * The views of the inbox, in their order. All but the last two are of what is open; `waiting`, `due` and `snoozed` begin with what waits longest, or is
 * owed first.
 */
export const conversationViews = [
  'mine',
  'unassigned',
  'all',
  'unread',
  'waiting',
  'due',
  'snoozed',
  'closed',
] as const;
/** `every` has what is over too, for visitors. */
export type ConversationView = (typeof conversationViews)[number] | 'every';
/** How many are in each view that is counted; each stops counting at 100. */
export type ConversationCounts = Record<Exclude<ConversationView, 'closed' | 'every'>, number>;

/** What narrows a view; everything given must hold. */
export const ConversationFilter = z.object({
  channelId: z.uuid().optional(),
  tagId: z.uuid().optional(),
  assignee: z.union([z.enum(['me', 'nobody']), z.uuid()]).optional(),
  priority: z.enum(conversationPriorities).optional(),
  topic: z.enum(conversationTopics).optional(),
});
export type ConversationFilter = z.output<typeof ConversationFilter>;

export const ListConversations = z.object({
  view: z.enum([...conversationViews, 'every']).default('all'),
  filter: ConversationFilter.optional(),
  /** The last row of the page before; of one that is put off when it comes back, of one that is owed until when. */
  before: z.object({ lastMessageAt: z.iso.datetime(), id: z.uuid() }).optional(),
  limit: z.number().int().min(1).max(100).default(40),
});
export const ConversationId = z.object({ conversationId: z.uuid() });
export const ListMessages = z.object({
  conversationId: z.uuid(),
  beforeSeq: z.number().int().positive().optional(),
  /** Many at once only for whoever goes far up. */
  limit: z.number().int().min(1).max(500).default(50),
});
export const SendMessage = z
  .object({
    conversationId: z.uuid(),
    /** Made by the screen and kept for every retry: the same id never sends twice. */
    clientMessageId: z.uuid(),
    text: z.string().max(TEXT_LIMIT, { message: 'tooLong' }).default(''),
    mediaId: z.uuid().optional(),
    /** The message of this conversation that it answers to. */
    quotedMessageId: z.uuid().optional(),
    /** The last message that its writer had seen: it is held back when somebody else has answered since. */
    seenSeq: z.number().int().nonnegative().optional(),
    /** Whether the conversation is resolved with it: in the same transaction, so that an answer on its way never opens it again. */
    resolves: z.boolean().optional(),
  })
  .refine((input) => input.mediaId !== undefined || input.text.trim() !== '', { path: ['text'], message: 'empty' });
export const RetryMessage = z.object({ messageId: z.uuid() });
export const AssignConversation = z.object({ conversationId: z.uuid(), personId: z.uuid().nullable() });
export const MarkRead = z.object({ conversationId: z.uuid(), seq: z.number().int().nonnegative() });

/** The most conversations that are changed at once. */
export const CHANGED_AT_ONCE = 100;
const SNOOZE_DAYS_AT_MOST = 400;
const state = {
  status: z.enum(conversationStatuses),
  priority: z.enum(conversationPriorities),
  topic: z.enum(conversationTopics).nullable(),
  assigneeId: z.uuid().nullable(),
};
const tagIds = z.array(z.uuid()).max(50);
const chosen = z.array(z.uuid()).min(1).max(CHANGED_AT_ONCE);

/** One change of one or many conversations. `snoozedUntil` puts them off; `read` marks them as read. */
export const ChangeConversations = z.object({
  conversationIds: chosen,
  change: z
    .object({
      ...state,
      snoozedUntil: z.iso
        .datetime()
        .refine((at) => Date.parse(at) < Date.now() + SNOOZE_DAYS_AT_MOST * 86_400_000, { message: 'tooFar' }),
      addTagIds: tagIds,
      removeTagIds: tagIds,
      read: z.literal(true),
    })
    .partial()
    .refine((change) => Object.keys(change).length > 0, { message: 'empty' }),
});
/** What can be changed of a conversation, whole or in part. */
export const ConversationState = z
  .object({
    ...state,
    status: z.enum([...conversationStatuses, 'snoozed']),
    snoozedUntil: z.iso.datetime().nullable(),
    tagIds,
    unreadCount: z.number().int().nonnegative().max(1_000_000_000),
    readSeq: z.number().int().nonnegative(),
  })
  .partial()
  .refine(({ status, snoozedUntil }) => (status === 'snoozed') === (typeof snoozedUntil === 'string'), {
    message: 'snoozed',
    path: ['snoozedUntil'],
  })
  .refine((part) => (part.unreadCount === undefined) === (part.readSeq === undefined), { message: 'unread' });
export type ConversationState = z.output<typeof ConversationState>;
/** Takes changes back: each only where the conversation still is as the change left it. */
export const RestoreConversations = z.object({
  items: z
    .array(z.object({ conversationId: z.uuid(), was: ConversationState, is: ConversationState }))
    .min(1)
    .max(CHANGED_AT_ONCE),
});
/** What one change did to one conversation: only what differs. Sent back, it is taken back. */
export type ConversationChange = { conversationId: string; was: ConversationState; is: ConversationState };

export const VIEW_NAME_MAX = 60;
export const VIEWS_AT_MOST = 50;
export const SaveView = z.object({
  viewId: z.uuid().nullish(),
  name: z.string().trim().min(1).max(VIEW_NAME_MAX),
  isShared: z.boolean(),
  view: z.enum(conversationViews),
  filter: ConversationFilter,
});
export const OneView = z.object({ viewId: z.uuid() });
export type SavedViewRow = {
  id: string;
  name: string;
  isShared: boolean;
  view: (typeof conversationViews)[number];
  filter: ConversationFilter;
};

/**
 * One delta of the live stream: the present row of a thing that changed; null when it is gone. A conversation that is gone because
 * it became part of another names that one as its `conversationId`.
 */
export type Change =
  | { topic: 'message'; id: string; conversationId: string; row: MessageRow | null }
  | { topic: 'conversation'; id: string; conversationId: string; row: ConversationRow | null }
  | { topic: 'note'; id: string; conversationId: string; row: NoteRow | null }
  | { topic: 'channel'; id: string; conversationId: null; row: import('../channels/contract.ts').ChannelRow | null }
  /** A planned message; whoever shows those of its conversation asks again. */
  | { topic: 'planned'; id: string; conversationId: string; row: null }
  /** What stands beside the messages of a conversation and has no row here; whoever shows it asks again. */
  | { topic: 'aside'; id: string; conversationId: string; row: null }
  /** A contact that was joined with another or came back; whoever shows it asks again. */
  | { topic: 'contact'; id: string; conversationId: null; row: null }
  /** What a person is told; a row of the module of notifications, which stands above this one. */
  | { topic: 'notification'; id: string; conversationId: null; row: object | null };

export * from './search-contract.ts';

export const conversationErrors = defineErrors('conversations', {
  notFound: 'NOT_FOUND',
  messageNotFound: 'NOT_FOUND',
  mediaNotFound: 'NOT_FOUND',
  fileTooLarge: 'LIMIT',
  fileEmpty: 'INVALID',
  fileTypeRefused: 'INVALID',
  notFailed: 'CONFLICT',
  assigneeNotFound: 'NOT_FOUND',
  /** Nothing is sent to whom the company blocked. */
  contactBlocked: 'PRECONDITION',
  /** Somebody else has answered since the writer looked; `seq` is what to have seen to send all the same. */
  answeredMeanwhile: 'CONFLICT',
  ...noteErrorTable,
  ...assignmentErrorTable,
  tagNotFound: 'NOT_FOUND',
  snoozePast: 'INVALID',
  changedSince: 'CONFLICT',
  viewNotFound: 'NOT_FOUND',
  tooManyViews: 'LIMIT',
  ...replyErrorTable,
  ...plannedErrorTable,
  ...surveyErrorTable,
  ...personalErrorTable,
});

export const conversationEvents = defineEvents('conversations', {
  messageQueued: {
    name: 'message.queued',
    subject: 'messageId',
    /** `repeated` when a browser sent the same message again. */
    payload: z.object({ messageId: z.uuid(), conversationId: z.uuid(), repeated: z.boolean() }),
  },
  assigned: {
    name: 'conversation.assigned',
    subject: 'conversationId',
    payload: z.object({
      conversationId: z.uuid(),
      from: z.uuid().nullable(),
      to: z.uuid().nullable(),
      /** The person who did it; null for whatever is none. */
      by: z.uuid().nullable().default(null),
    }),
  },
  /** It began to wait for an answer with the message of this place, or has had one; told by the database in the transaction of the message. */
  turned: {
    name: 'conversation.turned',
    subject: 'conversationId',
    payload: z.object({ conversationId: z.uuid(), seq: z.number().int(), waits: z.boolean() }),
  },
  changed: {
    name: 'conversation.changed',
    subject: 'conversationId',
    /** `fields` are those of its state that differ now; `undone` when a change was taken back. */
    payload: z.object({ conversationId: z.uuid(), fields: z.array(z.string()), undone: z.boolean() }),
  },
  /** It was put off, and its time has come. */
  woken: { name: 'conversation.woken', subject: 'conversationId', payload: z.object({ conversationId: z.uuid() }) },
  viewSaved: {
    name: 'view.saved',
    subject: 'viewId',
    payload: z.object({ viewId: z.uuid(), name: z.string(), isShared: z.boolean() }),
  },
  viewDeleted: {
    name: 'view.deleted',
    subject: 'viewId',
    payload: z.object({ viewId: z.uuid(), name: z.string() }),
  },
  messageRetried: { name: 'message.retried', subject: 'messageId', payload: z.object({ messageId: z.uuid() }) },
  ...noteEventTable,
  ...assignmentEventTable,
  ...replyEventTable,
  ...plannedEventTable,
  ...serviceEventTable,
  ...surveyEventTable,
  ...personalEventTable,
});
