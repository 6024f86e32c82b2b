import type { proto } from '@whiskeysockets/baileys';
import { addressOf, type Identity, identityOf, isSelf, type Self } from './addresses.ts';
import { translateContent } from './translate-content.ts';
import { clean, instant, type UnsealedMessage } from './translate-staged.ts';

/** How much of one chat is taken over; older messages stay on the phone. */
const PER_CHAT = 200;

/** What the phone remembers, oldest first, ready to be stored as history. `lids` maps PN digits to LID digits and back. */
export function translateHistory(history: proto.IHistorySync, self: Self): UnsealedMessage[] {
  const pairs = new Map<string, Identity>();
  for (const pair of history.phoneNumberToLidMappings ?? []) link(pairs, pair.pnJid, pair.lidJid);
  for (const chat of history.conversations ?? []) {
    link(pairs, chat.id, chat.lidJid);
    link(pairs, chat.pnJid, chat.id);
  }
  const messages: UnsealedMessage[] = [];
  for (const chat of history.conversations ?? []) {
    const identity = identityOf(chat.id);
    if (!identity || isSelf(self, chat.id)) continue;
    const other = pairs.get(`${identity.kind}|${identity.value}`);
    const name = clean(chat.displayName || chat.name);
    const newest = (chat.messages ?? [])
      .flatMap((each) => (each.message ? [each.message] : []))
      .sort((a, b) => Number(b.messageTimestamp ?? 0) - Number(a.messageTimestamp ?? 0))
      .slice(0, PER_CHAT);
    for (const each of newest) {
      const message = translateOld(each, identity, other, name);
      if (message) messages.push(message);
    }
  }
  return messages.sort((a, b) => a.occurredAt.localeCompare(b.occurredAt));
}

/** One message out of the phone's memory, or one that it sent again because we could not read it. */
export function translateOld(
  old: proto.IWebMessageInfo,
  chat: Identity,
  other: Identity | undefined,
  chatName: string | null,
): UnsealedMessage | null {
  if (!old.key?.id || !old.message) return null;
  const translated = translateContent(old.message);
  if (!('content' in translated)) return null;
  const fromMe = old.key.fromMe === true;
  const { media, ...content } = translated.content;
  const isGroup = chat.kind === 'wa_group';
  return {
    providerId: old.key.id,
    direction: fromMe ? 'out' : 'in',
    address: addressOf(chat),
    identities: other ? [chat, other] : [chat],
    chatKind: isGroup ? 'group' : 'person',
    profileName: isGroup || !fromMe ? clean(isGroup ? chatName : old.pushName || chatName) : chatName,
    authorName: isGroup && !fromMe ? clean(old.pushName) : null,
    ...content,
    body: clean(content.body),
    ...(media ? { media } : {}),
    occurredAt: instant(Number(old.messageTimestamp ?? 0)),
    recovered: false,
    history: true,
    ...(fromMe ? { status: sentStatus(old.status) } : {}),
    staged: [],
  };
}

/** WhatsApp's own scale (2 server, 3 delivered, 4 read, 5 played) is ours less one. */
function sentStatus(status: number | null | undefined): 3 | 4 | 5 | 6 {
  return Math.min(6, Math.max(3, (status ?? 2) + 1)) as 3 | 4 | 5 | 6;
}

function link(pairs: Map<string, Identity>, pn: string | null | undefined, lid: string | null | undefined): void {
  const a = identityOf(pn);
  const b = identityOf(lid);
  if (a?.kind !== 'wa_pn' || b?.kind !== 'wa_lid') return;
  pairs.set(`${a.kind}|${a.value}`, b);
  pairs.set(`${b.kind}|${b.value}`, a);
}
