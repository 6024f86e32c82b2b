import type { Device } from '../state/people.ts';
import type { BinaryNode } from '../wire/nodes.ts';
import type { Network } from './network.ts';

const REMEMBERED_STANZAS = 100;
const HELD_AT_MOST_MS = 400;

/** The server owes a device a stanza: it is kept until the device has it, and written now if the device is live. */
export function owe(network: Network, device: Device, stanza: BinaryNode): void {
  device.queue.add(stanza);
  if (device.connection?.live) transmit(network, device, stanza);
}

/** Writes a stanza on the device's line, through the faults that repeat and swap. */
export function transmit(network: Network, device: Device, stanza: BinaryNode): void {
  const { faults } = device.account;
  if (faults.reorder && !device.held) {
    device.held = stanza;
    network.later(HELD_AT_MOST_MS, () => release(device, stanza));
    return;
  }
  write(device, stanza);
  if (faults.duplicateDelivery) write(device, stanza);
  if (device.held) release(device, device.held);
}

/** Writes one of the last stanzas again, though the device has it; false when it is no longer remembered. */
export function redeliver(device: Device, id?: string): boolean {
  const stanza = id ? device.recent.findLast(({ attrs }) => attrs.id === id) : device.recent.at(-1);
  if (!stanza || !device.connection?.live) return false;
  device.connection.send(stanza);
  return true;
}

function release(device: Device, stanza: BinaryNode): void {
  if (device.held !== stanza) return;
  device.held = undefined;
  write(device, stanza);
}

function write(device: Device, stanza: BinaryNode): void {
  device.connection?.send(stanza);
  if (stanza.tag !== 'message') return;
  device.recent.push(stanza);
  if (device.recent.length > REMEMBERED_STANZAS) device.recent.shift();
}
