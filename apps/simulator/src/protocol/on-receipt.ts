import { stanzaKey } from '../state/device-queue.ts';
import type { Device } from '../state/people.ts';
import { type BinaryNode, bytesOf, child, children, node, numberOf } from '../wire/nodes.ts';
import type { Connection } from './connection.ts';
import { owe } from './deliver.ts';
import type { Network } from './network.ts';
import { sealMessage } from './seal-message.ts';

const RESENT_AT_MOST = 5;
const resends = new WeakMap<Device, Map<string, number>>();

/**
 * A linked device reports on messages. For a message it read, this receipt is the only acknowledgement there is,
 * so it is what clears the queue.
 */
export async function onReceipt(
  network: Network,
  connection: Connection,
  device: Device,
  stanza: BinaryNode,
): Promise<void> {
  const { id = '', to, type = '', participant, recipient } = stanza.attrs;
  const ids = [id, ...children(child(stanza, 'list'), 'item').map((item) => item.attrs.id ?? '')];
  if (type === 'retry') await resend(network, device, stanza);
  else {
    for (const each of ids) {
      const key = stanzaKey('message', each);
      device.queue.settle(key);
      connection.drain?.answered(key);
      markSeen(network, device, each, type);
      network.events.emit('receipt', { account: device.account.number, device: device.id, id: each, type });
    }
  }
  connection.send(node('ack', { class: 'receipt', id, from: to, type: type || undefined, participant, recipient }));
}

/** A linked device answers a stanza: with an error it could not use it, else it has it. */
export function onAck(network: Network, connection: Connection, stanza: BinaryNode): void {
  const { device } = connection;
  const { id = '', class: tag = '', type, participant, error } = stanza.attrs;
  if (!device) return;
  const key = stanzaKey(tag, id, type, participant);
  connection.drain?.answered(key);
  if (error === undefined) {
    device.queue.settle(key);
    return;
  }
  // a refusal is no acknowledgement: the stanza, or the resend that replaced it, is still owed
  const gaveUp = device.queue.refuse(key);
  network.events.emit('refusal', { account: device.account.number, device: device.id, id, code: error, gaveUp });
}

function markSeen(network: Network, device: Device, id: string, type: string): void {
  const message = network.world.chats.locate(device.account.number, id);
  if (message?.direction !== 'in') return;
  if (type === '' || type === 'inactive') network.world.chats.advance(message, 'delivered');
  if (type === 'read' || type === 'played') network.world.chats.advance(message, type);
}

/** The device could not decrypt: the author seals the message anew under the same id. */
async function resend(network: Network, device: Device, stanza: BinaryNode): Promise<void> {
  const { id = '' } = stanza.attrs;
  const account = device.account;
  const message = network.world.chats.locate(account.number, id);
  const counts = resends.get(device) ?? new Map<string, number>();
  resends.set(device, counts);
  const count = (counts.get(id) ?? 0) + 1;
  counts.set(id, count);
  network.events.emit('retry', { account: account.number, id, from: 'device', count });
  if (!message || count > RESENT_AT_MOST || message.via === 'device' || message.via === 'history') return;

  adoptKeys(device, stanza);
  const author = message.via === 'phone' ? account : network.world.customers.get(message.author);
  author?.peers[0]?.forget({ number: account.number, id: device.id });
  await account.lane(async () => {
    const sealed = await sealMessage(network, device, message);
    const [first, ...others] = sealed.content as BinaryNode[];
    if (first) sealed.content = [{ ...first, attrs: { ...first.attrs, count: String(count) } }, ...others];
    owe(network, device, sealed);
  });
}

/** Fresh keys inside a retry receipt replace those the device registered. */
function adoptKeys(device: Device, stanza: BinaryNode): void {
  const keys = child(stanza, 'keys');
  const key = child(keys, 'key');
  if (!keys || !key) return;
  const bytes = bytesOf(child(key, 'value'));
  const id = numberOf(bytesOf(child(key, 'id')));
  // first in the map, so it is the one the next session takes
  device.preKeys = new Map([[id, bytes], ...device.preKeys]);
}
