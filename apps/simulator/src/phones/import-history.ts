import type { Network } from '../protocol/network.ts';
import { readContent } from '../protocol/read-content.ts';
import type { ChatMessage } from '../state/chat-message.ts';
import type { Account } from '../state/people.ts';
import { encode } from './compose.ts';

/** Old conversations for a phone, as its owner would have had them. */
export type OldChat = {
  customer: string;
  name?: string | undefined;
  messages: { id?: string | undefined; fromMe: boolean; text: string; at: number; unread?: boolean | undefined }[];
};

/** Puts old chats on an account's phone. A device linked later gets them as history; linked ones hear nothing. */
export function importHistory(network: Network, account: Account, chats: OldChat[]): number {
  let imported = 0;
  for (const { customer, name, messages } of chats) {
    network.world.addCustomer(customer, name === undefined ? {} : { name });
    for (const old of messages) {
      const id = old.id ?? `3A${network.random.hex(9)}`;
      if (network.world.chats.locate(account.number, id)) continue;
      network.world.chats.add(oldMessage(account, customer, id, old));
      imported += 1;
    }
  }
  network.store.commit();
  return imported;
}

function oldMessage(account: Account, customer: string, id: string, old: OldChat['messages'][number]): ChatMessage {
  const content = { conversation: old.text };
  const shown = readContent(content) ?? { kind: 'text' as const, text: old.text, media: undefined };
  return {
    id,
    account: account.number,
    chat: customer,
    author: old.fromMe ? account.number : customer,
    direction: old.fromMe ? 'out' : 'in',
    via: 'history',
    device: 0,
    ...shown,
    at: old.at,
    status: old.unread ? 'sent' : 'read',
    onCustomer: true,
    onPhone: true,
    waiting: false,
    opened: !old.unread,
    resent: 0,
    addressing: 'pn',
    content: encode(content),
  };
}
