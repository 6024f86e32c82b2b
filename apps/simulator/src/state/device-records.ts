import { createDeviceQueue, type QueuedStanza } from './device-queue.ts';
import type { Account, Device } from './people.ts';
import type { RecordStore } from './record-store.ts';

/** What is written down of a linked device; its one-time keys and its queue are records of their own. */
export type DeviceRecord = {
  account: string;
  id: number;
  noiseKey: Buffer;
  registrationId: number;
  identity: Buffer;
  signedPreKey: Device['signedPreKey'];
  advIdentity: Buffer;
  platform: string;
  pairedAt: number;
  historySent: boolean;
};

const ownerOf = (account: string, id: number) => `${account}.${id}`;

/** Writes a device down. */
export function saveDevice(store: RecordStore, device: Device): void {
  const { id, noiseKey, registrationId, identity, signedPreKey, advIdentity, platform, pairedAt, historySent } = device;
  const record: DeviceRecord = {
    account: device.account.number,
    id,
    noiseKey,
    registrationId,
    identity,
    signedPreKey,
    advIdentity,
    platform,
    pairedAt,
    historySent,
  };
  store.put('device', ownerOf(device.account.number, id), record);
}

/** Links a new device to an account. */
export function addDevice(store: RecordStore, account: Account, record: DeviceRecord): Device {
  const owner = ownerOf(account.number, record.id);
  const device = wake(account, record, createDeviceQueue(store, owner), new Map());
  saveDevice(store, device);
  return device;
}

/** Unlinks a device and forgets all it was owed. */
export function removeDevice(store: RecordStore, device: Device): void {
  const owner = ownerOf(device.account.number, device.id);
  device.queue.clear();
  for (const id of device.preKeys.keys()) store.remove('prekey', `${owner}/${id}`);
  device.preKeys.clear();
  device.account.devices.delete(device.id);
  store.remove('device', owner);
}

/** Keeps the one-time keys a device uploaded. */
export function storePreKeys(store: RecordStore, device: Device, keys: [id: number, key: Buffer][]): void {
  const owner = ownerOf(device.account.number, device.id);
  for (const [id, key] of keys) {
    device.preKeys.set(id, key);
    store.put('prekey', `${owner}/${id}`, key);
  }
}

/** Takes one one-time key for good; undefined when none is left. */
export function takePreKey(store: RecordStore, device: Device): { keyId: number; publicKey: Buffer } | undefined {
  const first = device.preKeys.entries().next().value;
  if (!first) return undefined;
  const [keyId, publicKey] = first;
  device.preKeys.delete(keyId);
  store.remove('prekey', `${ownerOf(device.account.number, device.id)}/${keyId}`);
  return { keyId, publicKey };
}

// both kinds are read once per start and shared by all devices of that store
const restoredKinds = new WeakMap<RecordStore, { preKeys: [string, Buffer][]; stanzas: [string, QueuedStanza][] }>();

/** Wakes a device of an earlier life with its keys and its queue. */
export function loadDevices(store: RecordStore, account: Account, record: DeviceRecord): void {
  const all = restoredKinds.get(store) ?? {
    preKeys: store.load<Buffer>('prekey'),
    stanzas: store.load<QueuedStanza>('stanza'),
  };
  restoredKinds.set(store, all);
  const prefix = `${ownerOf(account.number, record.id)}/`;
  const own = <Value>(records: [string, Value][]) => records.filter(([key]) => key.startsWith(prefix));
  const preKeys = own(all.preKeys).map(([key, value]): [number, Buffer] => [
    Number(key.slice(prefix.length)),
    Buffer.from(value),
  ]);
  const queue = createDeviceQueue(
    store,
    ownerOf(account.number, record.id),
    own(all.stanzas).map(([, value]) => value),
  );
  wake(account, record, queue, new Map(preKeys.sort(([a], [b]) => a - b)));
}

function wake(account: Account, record: DeviceRecord, queue: Device['queue'], preKeys: Device['preKeys']): Device {
  const device: Device = {
    ...record,
    account,
    preKeys,
    queue,
    connection: undefined,
    recent: [],
    held: undefined,
  };
  account.devices.set(record.id, device);
  return device;
}
