import type { WAMessage } from '@whiskeysockets/baileys';
import { identityOf, originOf, type Self } from './addresses.ts';
import type { StanzaAttrs } from './staged-record.ts';
import { clean, instant, type UnsealedMessage } from './translate-staged.ts';

/**
 * The placeholder for a message that could not be decrypted; the real one takes its place when the sender repeats it.
 * Null for what belongs to no conversation.
 */
export function describeStub(message: WAMessage, self: Self): UnsealedMessage | null {
  const { key } = message;
  if (!key.id || !key.remoteJid || message.category === 'peer') return null;
  const chat = identityOf(key.remoteJid);
  if (!chat) return null;
  const isLid = (jid: string | null | undefined): boolean => jid?.endsWith('@lid') === true;
  const alternative = key.remoteJidAlt ?? undefined;
  const named = isLid(alternative)
    ? { sender_lid: alternative, recipient_lid: alternative }
    : { sender_pn: alternative, recipient_pn: alternative };
  const own = `${self.pn}@s.whatsapp.net`;
  const attrs: StanzaAttrs = Object.fromEntries(
    Object.entries({
      id: key.id,
      from: key.fromMe && chat.kind !== 'wa_group' ? own : key.remoteJid,
      recipient: key.fromMe && chat.kind !== 'wa_group' ? key.remoteJid : undefined,
      participant: key.participant ?? undefined,
      ...named,
    }).filter(([, value]) => value !== undefined),
  );
  const origin = originOf(attrs, self);
  if ('ignored' in origin) return null;
  const isGroup = origin.chatKind === 'group';
  return {
    providerId: key.id,
    direction: origin.fromMe ? 'out' : 'in',
    address: origin.address,
    identities: origin.identities,
    chatKind: origin.chatKind,
    profileName: origin.fromMe || isGroup ? null : clean(message.pushName),
    authorName: isGroup && !origin.fromMe ? clean(message.pushName) : null,
    kind: 'undecryptable',
    body: null,
    occurredAt: instant(Number(message.messageTimestamp ?? 0)),
    recovered: false,
    quotedProviderId: null,
    detail: null,
    staged: [],
  };
}
