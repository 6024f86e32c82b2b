import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import type { ChatMessage } from '../state/chat-message.ts';
import { saveDevice } from '../state/device-records.ts';
import type { Device } from '../state/people.ts';
import { lidJid, pnJid } from '../wire/addresses.ts';
import { seconds } from '../wire/nodes.ts';
import { owe } from './deliver.ts';
import type { Network } from './network.ts';
import { sealPeerMessage } from './seal-message.ts';

const compress = promisify(deflate);
const MESSAGES_PER_CHUNK = 1500;

const WIRE_STATUS: Record<ChatMessage['status'], proto.WebMessageInfo.Status> = {
  pending: proto.WebMessageInfo.Status.PENDING,
  sent: proto.WebMessageInfo.Status.SERVER_ACK,
  delivered: proto.WebMessageInfo.Status.DELIVERY_ACK,
  read: proto.WebMessageInfo.Status.READ,
  played: proto.WebMessageInfo.Status.PLAYED,
};

/** Gives a newly linked device what the phone already has, newest chats first, in chunks small enough to travel. */
export async function sendHistory(network: Network, device: Device): Promise<void> {
  device.historySent = true;
  saveDevice(network.store, device);
  const { account } = device;
  const chats = network.world.chats.chats(account.number).map(({ chat }) => ({
    chat,
    messages: network.world.chats.messages(account.number, chat).filter(({ waiting }) => !waiting),
  }));
  const chunks = intoChunks(chats);
  const { HistorySyncType } = proto.HistorySync;
  await account.lane(async () => {
    for (const [index, conversations] of chunks.entries()) {
      const syncType = index === 0 ? HistorySyncType.INITIAL_BOOTSTRAP : HistorySyncType.RECENT;
      const progress = Math.round(((index + 1) / chunks.length) * 100);
      const chunkOrder = index + 1;
      const history = proto.HistorySync.encode({
        syncType,
        progress,
        chunkOrder,
        conversations: conversations.map((chat) => conversation(network, chat)),
        pushnames: [],
        phoneNumberToLidMappings: conversations.flatMap(({ chat }) => {
          const lid = lidOfChat(network, chat);
          return lid ? [{ pnJid: pnJid(chat), lidJid: lid }] : [];
        }),
      }).finish();
      const historySyncNotification = {
        syncType,
        chunkOrder,
        progress,
        initialHistBootstrapInlinePayload: await compress(history),
      };
      const type = proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION;
      owe(
        network,
        device,
        await sealPeerMessage(network, device, { protocolMessage: { type, historySyncNotification } }),
      );
    }
  });
}

type Chat = { chat: string; messages: ChatMessage[] };

/** At least one chunk, because the client waits for one even when there is nothing to tell. */
function intoChunks(chats: Chat[]): Chat[][] {
  const chunks: Chat[][] = [[]];
  let room = MESSAGES_PER_CHUNK;
  for (const { chat, messages } of chats) {
    for (let start = 0; start < messages.length; start += MESSAGES_PER_CHUNK) {
      const part = messages.slice(start, start + MESSAGES_PER_CHUNK);
      if (part.length > room) {
        chunks.push([]);
        room = MESSAGES_PER_CHUNK;
      }
      chunks.at(-1)?.push({ chat, messages: part });
      room -= part.length;
    }
  }
  return chunks;
}

const isGroup = (chat: string) => chat.endsWith('@g.us');

function lidOfChat(network: Network, chat: string): string | undefined {
  const person = isGroup(chat) ? undefined : network.world.resolve(pnJid(chat))?.person;
  return person && lidJid(person.lid);
}

function conversation(network: Network, { chat, messages }: Chat): proto.IConversation {
  const id = isGroup(chat) ? chat : pnJid(chat);
  const name = network.world.groups.get(chat)?.subject ?? network.world.resolve(id)?.person.name ?? chat;
  const newestFirst = [...messages].reverse();
  return {
    id,
    name,
    lidJid: lidOfChat(network, chat) ?? null,
    unreadCount: unread(messages),
    conversationTimestamp: seconds(messages.at(-1)?.at ?? network.now()),
    messages: newestFirst.map((message, index) => ({
      msgOrderId: newestFirst.length - index,
      message: webMessage(network, message, id),
    })),
  };
}

/** What nobody has answered yet at the end of a chat. */
function unread(messages: ChatMessage[]): number {
  const lastOwn = messages.findLastIndex(({ direction }) => direction === 'out');
  return messages.slice(lastOwn + 1).filter(({ status }) => status === 'sent').length;
}

function webMessage(network: Network, message: ChatMessage, chatJid: string): proto.IWebMessageInfo {
  const fromMe = message.direction === 'out';
  const author = network.world.customers.get(message.author);
  return {
    key: {
      remoteJid: chatJid,
      fromMe,
      id: message.id,
      participant: isGroup(chatJid) && !fromMe ? pnJid(message.author) : null,
    },
    message: proto.Message.decode(message.content),
    messageTimestamp: seconds(message.at),
    pushName: fromMe ? null : (author?.name ?? null),
    status: WIRE_STATUS[message.status],
  };
}
