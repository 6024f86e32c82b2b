import type { ConversationRow, MessageRow } from '@recado/core/conversations/contract';
import type { PendingMessage } from '../conversations/thread-state.ts';

/** How much may be read without a network. */
export const threadsKept = 30;
export const messagesKept = 50;

/** The top of the list as it was when there was a network. */
export type KeptList = {
  workspaceId: string;
  workspaceName: string;
  mayWrite: boolean;
  savedAt: number;
  rows: readonly ConversationRow[];
};
/** The latest words of a conversation; `version` is that of its row when they were read. */
export type KeptThread = { version: number; rows: readonly KeptMessage[] };
export type KeptMessage = Pick<
  MessageRow,
  'id' | 'seq' | 'direction' | 'kind' | 'body' | 'status' | 'author' | 'occurredAt'
>;
/** Written without a network: shown from here; what is sent is kept with the unsent. */
export type KeptWaiting = Pick<PendingMessage, 'clientMessageId' | 'conversationId' | 'createdAt'> & {
  body: string;
  /** Written in a desk, which keeps it among its unsent: from here it cannot be taken back. */
  isOfDesk?: boolean;
};

export const listName = 'list';
export const threadName = (conversationId: string): string => `thread.${conversationId}`;
export const waitingName = (clientMessageId: string): string => `waiting.${clientMessageId}`;

/** Of a loaded thread what is kept: text, who, when and how far; no files and no pictures. */
export const keptOf = (rows: readonly MessageRow[]): KeptMessage[] =>
  rows.slice(-messagesKept).map(({ id, seq, direction, kind, body, status, author, occurredAt }) => ({
    id,
    seq,
    direction,
    kind,
    body,
    status,
    author,
    occurredAt,
  }));
