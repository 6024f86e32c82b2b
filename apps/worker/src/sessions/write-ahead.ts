import { AsyncLocalStorage } from 'node:async_hooks';
import type { SignalDataSet, SignalKeyStore, SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';

/** What moves when something is encrypted: the ratchet of a person, the chain of a group. */
const MOVES = ['session', 'sender-key'] as const;

export type WriteAhead = {
  /** The keys as the client's repository should see them: what an encryption writes is noted. */
  watching(keys: SignalKeyStoreWithTransaction): SignalKeyStoreWithTransaction;
  /** Runs an encryption and answers when the store has taken the ratchet it moved. */
  stored<T>(encrypt: () => Promise<T>): Promise<T>;
};

/**
 * Makes the ratchet of an outgoing message durable before the message leaves. The client's own order is encrypt, send, commit: a
 * process that dies in between has given a person a session, or a key, that it does not remember, and every answer under it would
 * have to be asked for again, late and out of order. A stored step whose message never left is harmless: the receiver skips it.
 * The store takes the write in the turn in which it is asked for, and no frame overtakes it (see hold-frames.ts); the client's own
 * commit then finds nothing new.
 */
export function createWriteAhead(store: Pick<SignalKeyStore, 'set'>): WriteAhead {
  const noted = new AsyncLocalStorage<SignalDataSet>();
  return {
    watching(keys) {
      return {
        ...keys,
        async set(data: SignalDataSet) {
          const notes = noted.getStore();
          if (notes) merge(notes, data);
          await keys.set(data);
        },
      };
    },
    async stored(encrypt) {
      const notes: SignalDataSet = {};
      const answer = await noted.run(notes, encrypt);
      if (Object.keys(notes).length > 0) await store.set(notes);
      return answer;
    },
  };
}

function merge(into: SignalDataSet, data: SignalDataSet): SignalDataSet {
  for (const kind of MOVES) {
    if (data[kind]) into[kind] = { ...into[kind], ...data[kind] } as never;
  }
  return into;
}
