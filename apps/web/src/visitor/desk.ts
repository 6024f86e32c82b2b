// What the page holds of the workspace for as long as it is open; nothing of it is stored.
import type { Visit } from '@recado/core/access/contract';
import type { ChannelRow } from '@recado/core/channels/contract';
import type { ConversationRow, MessageRow } from '@recado/core/conversations/contract';

/** What the page shows: the conversations, or what stands beside them. */
export type Module = 'inbox' | 'contacts' | 'home' | 'shop';
export type Pending = {
  conversationId: string;
  clientMessageId: string;
  text: string;
  failed: '' | 'offline' | 'busy' | 'refused';
};
/** The rows that come along with the exchange. */
export type First = { rows: ConversationRow[]; waiting: number };
export const desk = {
  visit: undefined as unknown as Visit,
  view: 'waiting' as 'waiting' | 'all',
  rows: [] as ConversationRow[],
  hasMore: false,
  waiting: 0,
  channels: [] as ChannelRow[],
  open: null as ConversationRow | null,
  messages: [] as MessageRow[],
  hasOlder: false,
  pending: [] as Pending[],
  drafts: new Map<string, string>(),
  module: 'inbox' as Module,
  isOver: false,
};
/** What a part asks of one that is made of it; each puts its own here. */
export const parts = {} as {
  end(name: 'ended' | 'left'): void;
  begin(visit: Visit, first?: First | null): Promise<void>;
  drawList(): void;
  drawModules(): void;
  drawReply(): void;
  loadNewest(): void;
  send(each: Pending): Promise<void>;
  take(row: MessageRow): void;
};
export const mayWrite = () => desk.visit.role !== 'link_read';
export const nameOf = ({ contact }: ConversationRow) =>
  contact.name || contact.profileName || (contact.number ? `+${contact.number}` : 'WhatsApp');
