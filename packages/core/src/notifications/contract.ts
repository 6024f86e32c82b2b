// The safe door of notifications: what people are told of, and how each of them wants it.
import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

/** What a person is told of, in the order in which it is chosen. */
export const notificationKinds = [
  'attention',
  'assigned',
  'mention',
  'planned',
  'overdue',
  'rating',
  'channel_down',
  'limit',
  'export',
  'history',
  'security',
] as const;
export type NotificationKind = (typeof notificationKinds)[number];

/** How it is told. What is on a screen is `app`; `push` reaches browsers that are closed. */
export const notificationWays = ['app', 'mail', 'sound', 'push'] as const;
export type NotificationWay = (typeof notificationWays)[number];

export type NotificationRow = {
  id: string;
  kind: NotificationKind;
  conversationId: string | null;
  /** The contact of the conversation that it is about. */
  name: string | null;
  /** What it says besides: who assigned, which number, which limit, what happened to the account. */
  detail: Record<string, string | number | null>;
  via: NotificationWay[];
  at: string;
  isRead: boolean;
};

/** The count of what is unread ends here: nobody reads more. */
export const UNREAD_SHOWN = 99;

/** Minutes of a day; from before midnight to after it when `from` is the greater. */
export type QuietHours = { from: number; to: number };

export type Preferences = {
  choices: Record<NotificationKind, NotificationWay[]>;
  quiet: QuietHours | null;
  /** Of sounds, in per cent; 0 is silence. */
  volume: number;
};

export const ListNotifications = z.object({
  /** The last row of the page before. */
  before: z.object({ at: z.iso.datetime(), id: z.uuid() }).optional(),
  limit: z.number().int().min(1).max(50).default(20),
});
/** Some of them by id, all about a conversation, or all there are. */
export const MarkNotificationsRead = z.union([
  z.object({ ids: z.array(z.uuid()).min(1).max(100) }),
  z.object({ conversationId: z.uuid() }),
  z.object({ upTo: z.iso.datetime() }),
]);
const minute = z.number().int().min(0).max(1439);
export const SavePreferences = z.object({
  choices: z.partialRecord(z.enum(notificationKinds), z.array(z.enum(notificationWays)).max(4)).optional(),
  quiet: z.object({ from: minute, to: minute }).nullable().optional(),
  volume: z.number().int().min(0).max(100).optional(),
});

/** How a browser subscribes: where it is told, and the keys under which that is sealed, in base64url. */
export const SubscribePush = z.object({
  endpoint: z.string().min(1).max(1024),
  p256dh: z.string().min(1).max(128),
  auth: z.string().min(1).max(64),
});

/** What is known of a notification when it is pushed. */
export type PushTold = {
  notificationId: string;
  kind: NotificationKind;
  conversationId: string | null;
  name: string | null;
  preview: string | null;
  workspace: string;
  unread: number;
};
/** What a push says: who and what, or only how many. */
export type PushText =
  | { kind: NotificationKind; name: string | null; preview: string; workspace: string }
  | { count: number };

export const notificationErrors = defineErrors('notifications', {
  mailGone: 'NOT_FOUND',
  /** Not the address of a push service that we know, or no keys. */
  noPushService: 'INVALID',
});

export const notificationEvents = defineEvents('notifications', {
  /** Somebody is to be told by push; told by the database in the transaction of the notification. */
  made: { name: 'notification.made', subject: 'notificationId', payload: z.object({ notificationId: z.uuid() }) },
});
