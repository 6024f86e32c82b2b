import type { BinaryNode } from '../wire/nodes.ts';
import type { RecordStore } from './record-store.ts';

/** One stanza the server owes a device. */
export type QueuedStanza = { key: string; order: number; stanza: BinaryNode; refusals: number };

/** What the server owes one linked device, in order, until the device says it has it. */
export type DeviceQueue = {
  /** Adds a stanza; one with the same identity replaces the waiting one but keeps no place before it. */
  add(stanza: BinaryNode): QueuedStanza;
  /** The device has it: forget it. False when nothing was waiting under that identity. */
  settle(key: string): boolean;
  /** The device refused it. It stays for another try, but not for ever: true when it was given up. */
  refuse(key: string): boolean;
  has(key: string): boolean;
  pending(): QueuedStanza[];
  size(): number;
  clear(): void;
};

const REFUSALS_BEFORE_GIVING_UP = 5;

/**
 * The identity of a stanza in the queue. Two receipts for one message (delivered, read) are two stanzas, and so
 * are those of two members of a group.
 */
export const stanzaKey = (tag: string, id: string, type?: string, participant?: string): string =>
  tag === 'message' ? `message|${id}` : [tag, id, type ?? '', participant ?? ''].join('|');

/** The key of a stanza as it stands on the wire. */
export const keyOf = (stanza: BinaryNode): string =>
  stanzaKey(stanza.tag, stanza.attrs.id ?? '', stanza.attrs.type, stanza.attrs.participant);

/** A queue kept in the store under `owner`; `restored` is what an earlier life left in it. */
export function createDeviceQueue(store: RecordStore, owner: string, restored: QueuedStanza[] = []): DeviceQueue {
  const waiting = new Map<string, QueuedStanza>();
  for (const entry of restored.sort((a, b) => a.order - b.order)) waiting.set(entry.key, entry);
  let order = restored.at(-1)?.order ?? 0;
  const recordKey = (key: string) => `${owner}/${key}`;

  return {
    add(stanza) {
      const key = keyOf(stanza);
      const entry = { key, order: ++order, stanza, refusals: waiting.get(key)?.refusals ?? 0 };
      waiting.delete(key);
      waiting.set(key, entry);
      store.put('stanza', recordKey(key), entry);
      return entry;
    },
    settle(key) {
      if (!waiting.delete(key)) return false;
      store.remove('stanza', recordKey(key));
      return true;
    },
    refuse(key) {
      const entry = waiting.get(key);
      if (!entry) return false;
      entry.refusals += 1;
      if (entry.refusals >= REFUSALS_BEFORE_GIVING_UP) {
        waiting.delete(key);
        store.remove('stanza', recordKey(key));
        return true;
      }
      store.put('stanza', recordKey(key), entry);
      return false;
    },
    has: (key) => waiting.has(key),
    pending: () => [...waiting.values()],
    size: () => waiting.size,
    clear() {
      for (const key of waiting.keys()) store.remove('stanza', recordKey(key));
      waiting.clear();
    },
  };
}
