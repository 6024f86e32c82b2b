import { proto } from '@whiskeysockets/baileys';
import type { ChatMessage } from '../state/chat-message.ts';
import type { Account, Device, Person } from '../state/people.ts';
import { deviceJid } from '../state/world.ts';
import { lidJid, parseAddress } from '../wire/addresses.ts';
import { type BinaryNode, bytesOf, child, children, node, seconds } from '../wire/nodes.ts';
import { askAgain } from './ask-again.ts';
import type { Connection } from './connection.ts';
import { owe } from './deliver.ts';
import type { Network } from './network.ts';
import { readContent } from './read-content.ts';
import { reactToMessage, report } from './report-status.ts';

/** One sealed copy inside a stanza and the device it is for. */
type Copy = { jid: string; person: Person; device: number; enc: BinaryNode };
/** What came of a stanza on the phones it reached. */
type Outcome = { content: proto.IMessage | undefined; onCustomer: boolean; onPhone: boolean; failed: boolean };

/** A linked device sends a message: every copy goes where it belongs, then the sender gets its ack. */
export async function onMessage(
  network: Network,
  connection: Connection,
  device: Device,
  stanza: BinaryNode,
): Promise<void> {
  const { account } = device;
  const { id = '', to = '' } = stanza.attrs;
  const isPeer = stanza.attrs.category === 'peer';
  if (account.faults.refuseSends > 0 && !isPeer)
    return acknowledge(network, connection, account, stanza, account.faults.refuseSends);

  const chat = chatOf(network, stanza.attrs.recipient ?? to);
  const known = chat ? network.world.chats.find(account.number, chat, id) : undefined;
  const hadIt = known?.onCustomer === true && !known.waiting;
  const outcome: Outcome = { content: undefined, onCustomer: false, onPhone: false, failed: false };
  for (const copy of copiesIn(network, stanza)) await hand(network, device, stanza, copy, outcome);
  await handGroupText(network, device, stanza, outcome);

  const message = chat && !isPeer ? record(network, device, chat, stanza, outcome) : undefined;
  if (message && hadIt && outcome.onCustomer) {
    message.resent += 1;
    account.resent += 1;
    network.world.saveAccount(account);
    network.world.chats.changed(message);
  }
  acknowledge(network, connection, account, stanza);
  if (!message || !outcome.onCustomer) return;
  reactToMessage(network, account, message);
  if (!hadIt) network.events.emit('arrived', message);
  if (hadIt && (message.status === 'read' || message.status === 'played')) report(network, account, [message], 'read');
}

function acknowledge(
  network: Network,
  connection: Connection,
  account: Account,
  stanza: BinaryNode,
  error?: number,
): void {
  const { id, to, participant } = stanza.attrs;
  if (account.faults.dropAcks) return;
  const t = seconds(network.now());
  const ack = node('ack', { class: 'message', id, from: to, participant, t, error });
  if (account.faults.delayAcks > 0) network.later(account.faults.delayAcks, () => connection.send(ack));
  else connection.send(ack);
}

/** The chat a stanza belongs to: a customer's number or a group. */
function chatOf(network: Network, to: string): string | undefined {
  if (parseAddress(to)?.kind === 'group') return to;
  return network.world.resolve(to)?.person.number;
}

function copiesIn(network: Network, stanza: BinaryNode): Copy[] {
  const listed = children(child(stanza, 'participants'), 'to').map((to) => ({
    jid: to.attrs.jid ?? '',
    enc: child(to, 'enc'),
  }));
  const bare = child(stanza, 'enc');
  // a resend to one device carries its ciphertext without a list
  if (bare && bare.attrs.type !== 'skmsg')
    listed.push({ jid: stanza.attrs.participant ?? stanza.attrs.to ?? '', enc: bare });
  return listed.flatMap(({ jid, enc }) => {
    const found = network.world.resolve(jid);
    return found && enc ? [{ jid, enc, person: found.person, device: found.device }] : [];
  });
}

async function hand(network: Network, sender: Device, stanza: BinaryNode, copy: Copy, outcome: Outcome): Promise<void> {
  const { person, device: deviceId } = copy;
  if (network.world.isAccount(person) && deviceId > 0) return forward(network, sender, stanza, copy, person);
  const peer = person.peers[deviceId];
  if (!peer) return;
  const from = { number: sender.account.number, id: sender.id };
  try {
    const plain = await peer.decryptFrom(from, copy.enc.attrs.type ?? '', bytesOf(copy.enc));
    const decoded = proto.Message.decode(plain);
    const content = decoded.deviceSentMessage?.message ?? decoded;
    const key = content.senderKeyDistributionMessage;
    if (key?.axolotlSenderKeyDistributionMessage) {
      await peer.learnGroupKey(key.groupId ?? '', from, key.axolotlSenderKeyDistributionMessage);
    }
    if (readContent(content)) place(sender, person, content, outcome);
  } catch (error) {
    network.log.debug({ err: error, id: stanza.attrs.id, to: copy.jid }, 'a phone could not decrypt');
    if (person !== sender.account) outcome.failed = true;
    askAgain(network, sender, stanza, copy.jid, peer);
  }
}

/** The text of a group message is sealed once for all; each member opens it with the key it was given. */
async function handGroupText(network: Network, sender: Device, stanza: BinaryNode, outcome: Outcome): Promise<void> {
  const sealed = child(stanza, 'enc');
  const group = network.world.groups.get(stanza.attrs.to ?? '');
  if (!group || sealed?.attrs.type !== 'skmsg') return;
  const from = { number: sender.account.number, id: sender.id };
  for (const member of group.members) {
    const person = network.world.accounts.get(member) ?? network.world.customers.get(member);
    const peer = person?.peers[0];
    if (!person || !peer) continue;
    try {
      const content = proto.Message.decode(await peer.decryptGroup(group.id, from, bytesOf(sealed)));
      if (readContent(content)) place(sender, person, content, outcome);
    } catch (error) {
      network.log.debug({ err: error, id: stanza.attrs.id, member }, 'a member could not decrypt');
      if (person !== sender.account) askAgain(network, sender, stanza, lidJid(person.lid), peer);
    }
  }
}

function place(sender: Device, person: Person, content: proto.IMessage, outcome: Outcome): void {
  outcome.content = content;
  if (person === sender.account) outcome.onPhone = true;
  else outcome.onCustomer = true;
}

/** A copy for another linked device, the sender's own or another account's, passes through unread. */
function forward(network: Network, sender: Device, stanza: BinaryNode, copy: Copy, account: Account): void {
  const target = account.devices.get(copy.device);
  if (!target || target === sender) return;
  const { id, to, type, recipient } = stanza.attrs;
  const isOwn = account === sender.account;
  const isLid = parseAddress(copy.jid)?.kind === 'lid';
  const person = network.world.resolve(recipient ?? to)?.person;
  const from = isLid ? lidJid(sender.account.lid, sender.id) : deviceJid(sender);
  const attrs = {
    from,
    id,
    t: seconds(network.now()),
    type,
    notify: sender.account.name,
    recipient: isOwn ? (recipient ?? to) : undefined,
    addressing_mode: isLid ? 'lid' : 'pn',
    ...(isOwn
      ? {
          [isLid ? 'peer_recipient_pn' : 'peer_recipient_lid']:
            person && (isLid ? `${person.number}@s.whatsapp.net` : lidJid(person.lid)),
        }
      : {
          [isLid ? 'sender_pn' : 'sender_lid']: isLid
            ? `${sender.account.number}@s.whatsapp.net`
            : lidJid(sender.account.lid),
        }),
  };
  const identity = child(stanza, 'device-identity');
  owe(network, target, node('message', attrs, identity ? [copy.enc, identity] : [copy.enc]));
}

/** Writes the message down once; a later copy only fills in what was missing. */
function record(
  network: Network,
  device: Device,
  chat: string,
  stanza: BinaryNode,
  outcome: Outcome,
): ChatMessage | undefined {
  const { account } = device;
  const { id = '', to = '' } = stanza.attrs;
  const { content } = outcome;
  const known = network.world.chats.find(account.number, chat, id);
  const shown = content && readContent(content);
  if (known) {
    if (content && shown && known.waiting && outcome.onCustomer) {
      Object.assign(known, shown, { content: Buffer.from(proto.Message.encode(content).finish()), waiting: false });
    }
    known.onCustomer ||= outcome.onCustomer;
    known.onPhone ||= outcome.onPhone;
    network.world.chats.changed(known);
    return known;
  }
  if (!shown && !outcome.failed) return undefined;
  const waiting = outcome.failed && !outcome.onCustomer;
  const message: ChatMessage = {
    id,
    account: account.number,
    chat,
    author: account.number,
    direction: 'out',
    via: 'device',
    device: device.id,
    kind: shown?.kind ?? 'other',
    text: shown?.text ?? '',
    media: shown?.media,
    at: network.now(),
    status: 'sent',
    onCustomer: outcome.onCustomer,
    onPhone: outcome.onPhone,
    waiting,
    opened: false,
    resent: 0,
    addressing: parseAddress(to)?.kind === 'lid' ? 'lid' : 'pn',
    content: content ? Buffer.from(proto.Message.encode(content).finish()) : Buffer.alloc(0),
  };
  network.world.chats.add(message);
  return message;
}
