import { jidDecode } from '@whiskeysockets/baileys';
import type { StanzaAttrs } from './staged-record.ts';

/** The number's own two names on the network, as digits; the second is unknown until the first login. */
export type Self = { pn: string; lid: string | null };

export type Identity = { kind: 'wa_pn' | 'wa_lid' | 'wa_group'; value: string };

/** Who wrote, in which chat, and under which names that chat's person is known. */
export type Origin = {
  fromMe: boolean;
  chatKind: 'person' | 'group';
  /** Where an answer goes. */
  address: string;
  identities: Identity[];
  /** The writer's address in a group. */
  author: string | null;
};

/** A PN or LID address as an identity; null for anything else (status, newsletters, hosted bots…). */
export function identityOf(jid: string | null | undefined): Identity | null {
  const decoded = jid ? jidDecode(jid) : undefined;
  if (!decoded?.user) return null;
  if (decoded.server === 's.whatsapp.net' || decoded.server === 'c.us') return { kind: 'wa_pn', value: decoded.user };
  if (decoded.server === 'lid') return { kind: 'wa_lid', value: decoded.user };
  if (decoded.server === 'g.us') return { kind: 'wa_group', value: decoded.user };
  return null;
}

/** The address without a device. */
export function addressOf(identity: Identity): string {
  const server = { wa_pn: 's.whatsapp.net', wa_lid: 'lid', wa_group: 'g.us' }[identity.kind];
  return `${identity.value}@${server}`;
}

/** Whether an address is the number itself. */
export function isSelf(self: Self, jid: string | null | undefined): boolean {
  const identity = identityOf(jid);
  if (!identity) return false;
  return identity.kind === 'wa_pn'
    ? identity.value === self.pn
    : identity.kind === 'wa_lid' && identity.value === self.lid;
}

/** Reads the origin from a stanza's attributes; a reason when the stanza belongs to no conversation. */
export function originOf(attrs: StanzaAttrs, self: Self): Origin | { ignored: string } {
  const from = identityOf(attrs.from);
  if (!from) return { ignored: `address ${attrs.from?.split('@')[1] ?? 'missing'}` };
  if (from.kind === 'wa_group') {
    if (!attrs.participant) return { ignored: 'group stanza without participant' };
    return {
      fromMe: isSelf(self, attrs.participant),
      chatKind: 'group',
      address: addressOf(from),
      identities: [from],
      author: attrs.participant,
    };
  }
  const fromMe = isSelf(self, attrs.from);
  if (!fromMe && attrs.recipient) return { ignored: 'recipient on a stanza of somebody else' };
  const chat = fromMe ? identityOf(attrs.recipient) : from;
  if (!chat) return { ignored: fromMe && attrs.recipient ? 'unknown recipient' : 'peer stanza' };
  if (chat.kind === 'wa_group' || isSelf(self, addressOf(chat))) return { ignored: 'a note to oneself' };
  const others = fromMe
    ? [attrs.recipient_pn, attrs.recipient_lid, attrs.peer_recipient_pn, attrs.peer_recipient_lid]
    : [attrs.sender_pn, attrs.sender_lid];
  const identities = [chat];
  for (const each of others.map(identityOf))
    if (each && !identities.some((known) => known.kind === each.kind)) identities.push(each);
  return { fromMe, chatKind: 'person', address: addressOf(chat), identities, author: null };
}
