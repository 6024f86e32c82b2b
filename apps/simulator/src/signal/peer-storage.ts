import { Curve, generateSignalPubKey, type KeyPair, signedKeyPair } from '@whiskeysockets/baileys';
import { SenderKeyRecord } from '@whiskeysockets/baileys/lib/Signal/Group/index.js';
import { SessionRecord, type SignalStorage } from 'libsignal';
import type { RecordStore } from '../state/record-store.ts';

/** The lasting keys of one simulated device. */
export type PeerKeys = {
  identity: KeyPair;
  signedPreKey: { keyPair: KeyPair; signature: Uint8Array; keyId: number };
  registrationId: number;
  nextPreKeyId: number;
};

/** Fresh keys for a device that never existed before. */
export function createPeerKeys(): PeerKeys {
  const identity = Curve.generateKeyPair();
  const registrationId = Buffer.from(Curve.generateKeyPair().public).readUInt16BE(0) & 0x3fff;
  return { identity, signedPreKey: signedKeyPair(identity, 1), registrationId, nextPreKeyId: 1 };
}

type SenderKeys = {
  loadSenderKey(name: { toString(): string }): Promise<SenderKeyRecord>;
  storeSenderKey(name: { toString(): string }, record: SenderKeyRecord): Promise<void>;
};

/** What libsignal asks of a device, plus the doors the rest of the simulator needs. */
export type PeerStorage = SignalStorage &
  SenderKeys & {
    keys: PeerKeys;
    makePreKey(): { id: number; pair: KeyPair };
    hasSession(address: string): boolean;
    dropSession(address: string): void;
  };

const signalPair = (pair: KeyPair) => ({
  privKey: Buffer.from(pair.private),
  pubKey: Buffer.from(generateSignalPubKey(pair.public)),
});

/**
 * The storage of the device named `owner`. Sessions are kept serialised and opened anew each time, because
 * libsignal changes a session before it knows that the message was genuine.
 */
export function createPeerStorage(
  store: RecordStore,
  owner: string,
  keys: PeerKeys,
  restored: { sessions: Map<string, unknown>; preKeys: Map<number, KeyPair>; senderKeys: Map<string, Buffer> },
): PeerStorage {
  const { sessions, preKeys, senderKeys } = restored;
  const under = (name: string | number) => `${owner}/${name}`;
  return {
    keys,
    makePreKey() {
      const id = keys.nextPreKeyId++;
      const pair = Curve.generateKeyPair();
      preKeys.set(id, pair);
      store.put('peer-prekey', under(id), pair);
      store.put('peer', owner, keys);
      return { id, pair };
    },
    hasSession: (address) => sessions.has(address),
    dropSession(address) {
      sessions.delete(address);
      store.remove('session', under(address));
    },
    loadSession: async (address) => {
      const kept = sessions.get(address);
      return kept ? SessionRecord.deserialize(kept as Uint8Array) : undefined;
    },
    storeSession: async (address, record) => {
      const kept = record.serialize();
      sessions.set(address, kept);
      store.put('session', under(address), kept);
    },
    isTrustedIdentity: () => true,
    loadPreKey: async (id) => {
      const pair = preKeys.get(Number(id));
      return pair && signalPair(pair);
    },
    removePreKey: async (id: number) => {
      preKeys.delete(Number(id));
      store.remove('peer-prekey', under(Number(id)));
    },
    loadSignedPreKey: () => signalPair(keys.signedPreKey.keyPair),
    getOurRegistrationId: () => keys.registrationId,
    getOurIdentity: () => signalPair(keys.identity),
    loadSenderKey: async (name) => {
      const kept = senderKeys.get(name.toString());
      return kept ? SenderKeyRecord.deserialize(kept) : new SenderKeyRecord();
    },
    storeSenderKey: async (name, record) => {
      const kept = Buffer.from(JSON.stringify(record.serialize()));
      senderKeys.set(name.toString(), kept);
      store.put('sender-key', under(name.toString()), kept);
    },
  };
}
