import { normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import type { Network } from '../protocol/network.ts';
import { readContent } from '../protocol/read-content.ts';
import type { ChatMessage } from '../state/chat-message.ts';
import type { Account } from '../state/people.ts';

/** What the control API tells of an account: never keys. */
export function accountView(account: Account) {
  const { number, name, lid, faults, manners, resent } = account;
  const devices = [...account.devices.values()].map((device) => ({
    id: device.id,
    platform: device.platform,
    pairedAt: device.pairedAt,
    online: device.connection !== undefined,
    live: device.connection?.live ?? false,
    queued: device.queue.size(),
    preKeys: device.preKeys.size,
    historySent: device.historySent,
  }));
  const queued = devices.reduce((sum, device) => sum + device.queued, 0);
  return { number, name, lid, online: devices.some(({ online }) => online), devices, resent, queued, faults, manners };
}

export type AccountView = ReturnType<typeof accountView>;

/** A message as a phone shows it. */
export function messageView(message: ChatMessage) {
  const { content, media, ...shown } = message;
  const link = media && `/control/media?account=${message.account}&id=${message.id}`;
  return {
    ...shown,
    quotes: quotedBy(content),
    media: media && { mime: media.mime, name: media.name, bytes: media.bytes, link },
  };
}

/** What a message answers to, as the phone that shows it reads it; null when it quotes nothing. */
function quotedBy(content: Buffer): { id: string; author: string; text: string } | null {
  const message = normalizeMessageContent(proto.Message.decode(content));
  const info = Object.values(message ?? {}).find((part) => part?.contextInfo?.stanzaId)?.contextInfo as
    | proto.IContextInfo
    | undefined;
  if (!info?.stanzaId) return null;
  const shown = readContent(info.quotedMessage ?? {});
  return { id: info.stanzaId, author: info.participant ?? '', text: shown?.text ?? '' };
}

export type MessageView = ReturnType<typeof messageView>;

/** The chats of an account with their last message. */
export function chatViews(network: Network, account: Account) {
  return network.world.chats.chats(account.number).map(({ chat, last, count }) => ({
    chat,
    name: network.world.groups.get(chat)?.subject ?? network.world.customers.get(chat)?.name ?? chat,
    isGroup: network.world.groups.has(chat),
    count,
    last: messageView(last),
  }));
}

/** Connections that wait for a phone; the secrets of a QR are known to whoever shows it, not to the server. */
export function pairingViews(network: Network) {
  const waiting = [...network.connections].filter(({ registration }) => registration !== undefined);
  return waiting.map((connection) => ({
    since: connection.waitingSince,
    references: [...network.references].filter(([, owner]) => owner === connection).map(([reference]) => reference),
    codeFor: connection.code?.number ?? null,
  }));
}
