/** How far a message has come, as the sender's ticks show it. */
export const STATUSES = ['pending', 'sent', 'delivered', 'read', 'played'] as const;
export type MessageStatus = (typeof STATUSES)[number];

export type MessageKind = 'text' | 'image' | 'audio' | 'voice' | 'video' | 'document' | 'sticker' | 'other';

/** A message as the simulated phones know it. */
export type ChatMessage = {
  id: string;
  /** The business number. */
  account: string;
  /** The customer's number, or the group's id. */
  chat: string;
  /** Who wrote it: a number. */
  author: string;
  /** Seen from the business: `in` came from a customer, `out` went to one. */
  direction: 'in' | 'out';
  via: 'customer' | 'phone' | 'device' | 'history';
  /** The linked device that sent it, when one did. */
  device: number;
  kind: MessageKind;
  text: string;
  media: { path: string; mime: string; name: string; bytes: number } | undefined;
  /** Milliseconds since 1970. */
  at: number;
  status: MessageStatus;
  /** Whether the customer's phone and the account's own phone have it. */
  onCustomer: boolean;
  onPhone: boolean;
  /** A phone could not decrypt it and has asked for it again. */
  waiting: boolean;
  /** The customer has opened the chat on it, whether or not the business was told. */
  opened: boolean;
  /** How many times the same id came again. */
  resent: number;
  /** How each other side was addressed, so that receipts answer in kind. */
  addressing: 'pn' | 'lid';
  /** The encoded content, kept so that the phone can send it again on request. */
  content: Buffer;
};

/** Whether a status is further along than another. */
export const isFurther = (next: MessageStatus, than: MessageStatus): boolean =>
  STATUSES.indexOf(next) > STATUSES.indexOf(than);
