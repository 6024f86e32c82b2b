import { owe } from '../protocol/deliver.ts';
import type { Network } from '../protocol/network.ts';
import { readContent } from '../protocol/read-content.ts';
import { reactToMessage } from '../protocol/report-status.ts';
import { sealMessage } from '../protocol/seal-message.ts';
import type { ChatMessage } from '../state/chat-message.ts';
import type { Account } from '../state/people.ts';
import { compose, type Draft, encode } from './compose.ts';

/** A message written on one of the simulated phones. */
export type Writing = Draft & {
  account: Account;
  /** The customer's number, or a group's id. */
  chat: string;
  /** The number of who writes: a customer, or the account itself on its own phone. */
  author: string;
  addressing?: 'pn' | 'lid' | undefined;
  id?: string | undefined;
};

/**
 * Sends a message from a simulated phone to every linked device of the account; resolves once it is noted, and the
 * caller commits before telling anyone. A second call with the same id changes nothing and returns the first message.
 */
export async function sendMessage(network: Network, writing: Writing): Promise<ChatMessage> {
  const { account, chat, author } = writing;
  const known = writing.id ? network.world.chats.locate(account.number, writing.id) : undefined;
  if (known) {
    if (known.chat !== chat || known.author !== author)
      throw new Error(`The id ${known.id} is taken by another message.`);
    return known;
  }
  const content = await compose(network, writing);
  const shown = readContent(content);
  if (!shown) throw new Error('There is nothing to send.');
  const isOwn = author === account.number;
  const message: ChatMessage = {
    id: writing.id ?? `3A${network.random.hex(9)}`,
    account: account.number,
    chat,
    author,
    direction: isOwn ? 'out' : 'in',
    via: isOwn ? 'phone' : 'customer',
    device: 0,
    ...shown,
    at: network.now(),
    status: 'sent',
    onCustomer: true,
    onPhone: true,
    waiting: false,
    opened: false,
    resent: 0,
    addressing: writing.addressing ?? network.world.groups.get(chat)?.addressing ?? 'pn',
    content: encode(content),
  };
  await account.lane(async () => {
    const stanzas = [];
    // sealed first and written down together, so that no kill leaves a message that only some devices are owed
    for (const device of [...account.devices.values()])
      stanzas.push({ device, stanza: await sealMessage(network, device, message) });
    network.world.chats.add(message);
    for (const { device, stanza } of stanzas) owe(network, device, stanza);
  });
  if (isOwn) reactToMessage(network, account, message);
  return message;
}
