import type { EventEmitter } from 'node:events';
import type { Logger } from '@recado/runtime/logger';
import type { MediaShelf } from '../media/media-shelf.ts';
import type { ChatMessage } from '../state/chat-message.ts';
import type { Account, Device } from '../state/people.ts';
import type { Randomness } from '../state/randomness.ts';
import type { RecordStore } from '../state/record-store.ts';
import type { World } from '../state/world.ts';
import type { Connection } from './connection.ts';

/** What happens in the network, for the page, the tests and the benches. */
export type NetworkEvents = {
  /** A message appeared on a phone, or its ticks or its count of repeats changed. */
  message: [message: ChatMessage];
  /** A message from the business reached a customer's phone for the first time. */
  arrived: [message: ChatMessage];
  /** A device was linked, unlinked, came online or went away. */
  device: [change: { account: string; device: number; state: 'linked' | 'removed' | 'online' | 'offline' }];
  /** A device said it has a message: the server no longer owes it. */
  receipt: [receipt: { account: string; device: number; id: string; type: string }];
  /** A device could not read a stanza and said so. */
  refusal: [refusal: { account: string; device: number; id: string; code: string; gaveUp: boolean }];
  /** Someone asked for a message again. */
  retry: [retry: { account: string; id: string; from: 'device' | 'phone'; count: number }];
  /** The client asked for something the simulator has no answer of its own for. */
  unknownRequest: [request: { xmlns: string; child: string }];
  /** A pairing is waiting for a phone, or no longer. */
  pairing: [];
  account: [account: Account];
};

/** What every part of the protocol works on. */
export type Network = {
  world: World;
  store: RecordStore;
  random: Randomness;
  now(): number;
  log: Logger;
  events: EventEmitter<NetworkEvents>;
  connections: Set<Connection>;
  /** Pending QR references and the connection that shows them. */
  references: Map<string, Connection>;
  media: MediaShelf;
  /** host:port under which clients reach the simulator. */
  authority(): string;
  /** Runs something later unless the network closes first. */
  later(milliseconds: number, job: () => void): void;
  /** Resolves after so many milliseconds, at once when there are none to wait. */
  pause(milliseconds: number): Promise<void>;
};

/** Tells everyone that a device's state changed. */
export function announceDevice(
  network: Network,
  device: Device,
  state: 'linked' | 'removed' | 'online' | 'offline',
): void {
  network.events.emit('device', { account: device.account.number, device: device.id, state });
}
