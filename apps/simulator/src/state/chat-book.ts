import { type ChatMessage, isFurther, type MessageStatus } from './chat-message.ts';
import type { RecordStore } from './record-store.ts';

/** What the simulated phones show. One entry per message id and chat, however often the stanza came. */
export type ChatBook = {
  find(account: string, chat: string, id: string): ChatMessage | undefined;
  /** The chat that holds a message id within an account. */
  locate(account: string, id: string): ChatMessage | undefined;
  /** Adds a message; the caller has made sure its id is new. */
  add(message: ChatMessage): void;
  /** Writes down a change the caller made to an entry. */
  changed(message: ChatMessage): void;
  /** Moves the status forward; false when it would not move (statuses never go back). */
  advance(message: ChatMessage, status: MessageStatus): boolean;
  /** A chat in the order of its messages' times. */
  messages(account: string, chat: string): ChatMessage[];
  /** The chats of an account, the latest first. */
  chats(account: string): { chat: string; last: ChatMessage; count: number }[];
  all(account: string): ChatMessage[];
};

/** The book of a network, refilled from its store. */
export function createChatBook(store: RecordStore, onChange: (message: ChatMessage) => void): ChatBook {
  const accounts = new Map<string, Map<string, Map<string, ChatMessage>>>();
  const byId = new Map<string, ChatMessage>();

  const chatOf = (account: string, chat: string) => {
    const chats = accounts.get(account) ?? new Map<string, Map<string, ChatMessage>>();
    accounts.set(account, chats);
    const messages = chats.get(chat) ?? new Map<string, ChatMessage>();
    chats.set(chat, messages);
    return messages;
  };
  const remember = (message: ChatMessage) => {
    chatOf(message.account, message.chat).set(message.id, message);
    byId.set(`${message.account}/${message.id}`, message);
  };
  const write = (message: ChatMessage) => {
    store.put('message', `${message.account}/${message.chat}/${message.id}`, message);
    onChange(message);
  };
  const ordered = (messages: Map<string, ChatMessage>) => [...messages.values()].sort((a, b) => a.at - b.at);

  const restored = store.load<ChatMessage>('message').map(([, message]) => message);
  for (const message of restored.sort((a, b) => a.at - b.at)) {
    remember({ ...message, content: Buffer.from(message.content) });
  }

  return {
    find: (account, chat, id) => accounts.get(account)?.get(chat)?.get(id),
    locate: (account, id) => byId.get(`${account}/${id}`),
    add(message) {
      remember(message);
      write(message);
    },
    changed: write,
    advance(message, status) {
      if (!isFurther(status, message.status)) return false;
      message.status = status;
      write(message);
      return true;
    },
    messages: (account, chat) => ordered(accounts.get(account)?.get(chat) ?? new Map()),
    chats(account) {
      const list = [...(accounts.get(account) ?? [])].map(([chat, messages]) => {
        const sorted = ordered(messages);
        return { chat, last: sorted.at(-1) as ChatMessage, count: sorted.length };
      });
      return list.filter(({ count }) => count > 0).sort((a, b) => b.last.at - a.last.at);
    },
    all: (account) => [...(accounts.get(account)?.values() ?? [])].flatMap(ordered),
  };
}
