import type { Faults } from '../faults/fault-list.ts';
import type { Connection } from '../protocol/connection.ts';
import type { SignalPeer } from '../signal/signal-peer.ts';
import type { BinaryNode } from '../wire/nodes.ts';
import type { DeviceQueue } from './device-queue.ts';
import type { Lane } from './lane.ts';

/** How the people at the other end behave without being told each time. */
export type Manners = {
  /** Phones report delivery by themselves, after so many milliseconds. */
  delivers: boolean;
  deliverDelayMs: number;
  /** Customers open the chat by themselves, after so many milliseconds. */
  reads: boolean;
  readDelayMs: number;
  /** What every customer answers to every message; empty is nothing. */
  autoReply: string;
};

/** Anyone with a number. `peers[0]` is the phone; the others are that person's own linked devices. */
export type Person = { number: string; name: string; lid: string; peers: SignalPeer[] };

export type Customer = Person & { kind: 'customer'; onWhatsApp: boolean };

/** A business number: the phone that owns it and the devices linked to it. */
export type Account = Person & {
  kind: 'account';
  devices: Map<number, Device>;
  nextDeviceId: number;
  faults: Faults;
  manners: Manners;
  resent: number;
  /** Sends to this account's devices happen one after another, so that order is the caller's order. */
  lane: Lane;
};

/** One linked device: what it registered, what it is owed, and its connection if it has one. */
export type Device = {
  account: Account;
  id: number;
  noiseKey: Buffer;
  registrationId: number;
  identity: Buffer;
  signedPreKey: { keyId: number; publicKey: Buffer; signature: Buffer };
  preKeys: Map<number, Buffer>;
  advIdentity: Buffer;
  platform: string;
  pairedAt: number;
  historySent: boolean;
  queue: DeviceQueue;
  connection: Connection | undefined;
  /** The last message stanzas written to it, for the fault that repeats them. Lost at a restart. */
  recent: BinaryNode[];
  /** The stanza held back by the fault that swaps pairs. */
  held: BinaryNode | undefined;
};

export type Group = {
  id: string;
  subject: string;
  /** Numbers without plus, the account's own among them. */
  members: string[];
  creator: string;
  addressing: 'pn' | 'lid';
  createdAt: number;
};
