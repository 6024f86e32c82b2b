import { proto, writeRandomPadMax16 } from '@whiskeysockets/baileys';
import type { KeyBundle, SignalPeer } from '../signal/signal-peer.ts';
import type { ChatMessage } from '../state/chat-message.ts';
import { takePreKey } from '../state/device-records.ts';
import type { Device, Person } from '../state/people.ts';
import { lidJid, pnJid } from '../wire/addresses.ts';
import { type BinaryNode, node, SERVER, seconds } from '../wire/nodes.ts';
import { owe } from './deliver.ts';
import type { Network } from './network.ts';

// below this the server reminds the client, and the client uploads more
const FEW_PRE_KEYS = 5;

/** Encodes a message for one linked device, anew each time: a resend must not repeat a ciphertext. */
export async function sealMessage(network: Network, device: Device, message: ChatMessage): Promise<BinaryNode> {
  if (message.via === 'phone') return sealFromPhone(network, device, message);
  const author = network.world.customers.get(message.author);
  const peer = author?.peers[0];
  if (!author || !peer) throw new Error(`The author ${message.author} is not a customer.`);
  return network.world.groups.has(message.chat)
    ? sealForGroup(network, device, message, author, peer)
    : sealDirect(network, device, message, author, peer);
}

/** A stanza from the account's phone to its own device that no chat shows. */
export async function sealPeerMessage(network: Network, device: Device, content: proto.IMessage): Promise<BinaryNode> {
  const enc = await encFor(network, device, phoneOf(device), Buffer.from(proto.Message.encode(content).finish()));
  const id = network.random.hex(10);
  const t = seconds(network.now());
  const from = pnJid(device.account.number);
  return node('message', { from, id, t, type: 'text', category: 'peer', push_priority: 'high' }, [enc]);
}

/** The keys of a linked device, taking one of its one-time keys; asks the device for more when few are left. */
export function bundleOf(network: Network, device: Device): KeyBundle {
  const preKey = takePreKey(network.store, device);
  const left = device.preKeys.size;
  if (left < FEW_PRE_KEYS && !device.queue.pending().some(({ stanza }) => isPreKeyReminder(stanza))) {
    const attrs = { from: SERVER, id: `keys-${network.random.hex(5)}`, type: 'encrypt', t: seconds(network.now()) };
    owe(network, device, node('notification', attrs, [node('count', { value: left })]));
  }
  const { registrationId, identity, signedPreKey } = device;
  return { registrationId, identity, signedPreKey, preKey };
}

const isPreKeyReminder = (stanza: BinaryNode) => stanza.tag === 'notification' && stanza.attrs.type === 'encrypt';

function phoneOf(device: Device): SignalPeer {
  const phone = device.account.peers[0];
  if (!phone) throw new Error('An account has a phone.');
  return phone;
}

async function encFor(network: Network, device: Device, peer: SignalPeer, content: Buffer): Promise<BinaryNode> {
  const companion = { number: device.account.number, id: device.id };
  const { type, content: sealed } = await peer.encryptTo(companion, writeRandomPadMax16(content), () =>
    bundleOf(network, device),
  );
  return node('enc', { v: 2, type }, sealed);
}

const stanzaType = (message: ChatMessage) => (message.media ? 'media' : 'text');

async function sealDirect(
  network: Network,
  device: Device,
  message: ChatMessage,
  author: Person,
  peer: SignalPeer,
): Promise<BinaryNode> {
  const { id, at } = message;
  const enc = await encFor(network, device, peer, message.content);
  const common = { id, t: seconds(at), type: stanzaType(message), notify: author.name };
  const address =
    message.addressing === 'lid'
      ? { from: lidJid(author.lid), sender_pn: pnJid(author.number), addressing_mode: 'lid' }
      : { from: pnJid(author.number), sender_lid: lidJid(author.lid), addressing_mode: 'pn' };
  return node('message', { ...address, ...common }, [enc]);
}

async function sealFromPhone(network: Network, device: Device, message: ChatMessage): Promise<BinaryNode> {
  const { account } = device;
  const customer = network.world.resolve(pnJid(message.chat))?.person;
  const isLid = message.addressing === 'lid' && customer !== undefined;
  const recipient = isLid ? lidJid(customer.lid) : pnJid(message.chat);
  const copy = proto.Message.encode({
    deviceSentMessage: { destinationJid: recipient, message: proto.Message.decode(message.content) },
  }).finish();
  const enc = await encFor(network, device, phoneOf(device), Buffer.from(copy));
  const common = { id: message.id, t: seconds(message.at), type: stanzaType(message), recipient, notify: account.name };
  const address = isLid
    ? { from: lidJid(account.lid), peer_recipient_pn: pnJid(message.chat), addressing_mode: 'lid' }
    : { from: pnJid(account.number), peer_recipient_lid: customer && lidJid(customer.lid), addressing_mode: 'pn' };
  return node('message', { ...address, ...common }, [enc]);
}

async function sealForGroup(
  network: Network,
  device: Device,
  message: ChatMessage,
  author: Person,
  peer: SignalPeer,
): Promise<BinaryNode> {
  const group = message.chat;
  const padded = writeRandomPadMax16(message.content);
  const sealed = await peer.encryptGroup(group, { number: author.number, id: 0 }, padded);
  const key = { groupId: group, axolotlSenderKeyDistributionMessage: sealed.distribution };
  const introduction = proto.Message.encode({ senderKeyDistributionMessage: key }).finish();
  const enc = await encFor(network, device, peer, Buffer.from(introduction));
  const common = {
    from: group,
    id: message.id,
    t: seconds(message.at),
    type: stanzaType(message),
    notify: author.name,
  };
  const address =
    message.addressing === 'lid'
      ? { participant: lidJid(author.lid), participant_pn: pnJid(author.number), addressing_mode: 'lid' }
      : { participant: pnJid(author.number), participant_lid: lidJid(author.lid), addressing_mode: 'pn' };
  return node('message', { ...common, ...address }, [enc, node('enc', { v: 2, type: 'skmsg' }, sealed.sealed)]);
}
