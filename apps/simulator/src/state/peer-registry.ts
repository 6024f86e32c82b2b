import type { KeyPair } from '@whiskeysockets/baileys';
import { createPeerKeys, createPeerStorage, type PeerKeys } from '../signal/peer-storage.ts';
import { createSignalPeer, type SignalPeer } from '../signal/signal-peer.ts';
import type { RecordStore } from './record-store.ts';

/** Gives every simulated device its keys: those of its earlier life when it had one. */
export type PeerRegistry = (number: string, device: number) => SignalPeer;

/** Reads all keys and sessions once, so that waking a device later costs nothing. */
export function createPeerRegistry(store: RecordStore): PeerRegistry {
  const keys = new Map(store.load<PeerKeys>('peer'));
  const sessions = byOwner<unknown, string>(store.load('session'), (name) => name);
  const preKeys = byOwner<KeyPair, number>(store.load('peer-prekey'), Number);
  const senderKeys = byOwner<Buffer, string>(store.load('sender-key'), (name) => name);

  return (number, device) => {
    const owner = `${number}.${device}`;
    let own = keys.get(owner);
    if (!own) {
      own = createPeerKeys();
      store.put('peer', owner, own);
    }
    const storage = createPeerStorage(store, owner, own, {
      sessions: sessions.get(owner) ?? new Map(),
      preKeys: preKeys.get(owner) ?? new Map(),
      senderKeys: senderKeys.get(owner) ?? new Map(),
    });
    return createSignalPeer(storage);
  };
}

/** Sorts `owner/name` records by owner. */
function byOwner<Value, Name>(records: [string, Value][], nameOf: (text: string) => Name) {
  const owners = new Map<string, Map<Name, Value>>();
  for (const [key, value] of records) {
    const at = key.indexOf('/');
    const owner = key.slice(0, at);
    const named = owners.get(owner) ?? new Map<Name, Value>();
    owners.set(owner, named);
    named.set(nameOf(key.slice(at + 1)), value);
  }
  return owners;
}
