import { AsyncLocalStorage } from 'node:async_hooks';
import type { SignalDataSet, SignalKeyStore, SignalKeyStoreWithTransaction } from '@whiskeysockets/baileys';

/** What moves when something is encrypted: the ratchet of a person, the chain of a group. */
const MOVES = ['session', 'sender-key'] as const;

export type WriteAhead = {
  /** The keys as the client's repository should see them: what an encryption writes is noted. */
  watching(keys: SignalKeyStoreWithTransaction): SignalKeyStoreWithTransaction;
  /** Runs an encryption and answers only when the ratchet it moved is stored. */
  stored<T>(encrypt: () => Promise<T>): Promise<T>;
};

/**
 * Makes the ratchet of an outgoing message durable before the message leaves. The client's own order is encrypt, send, commit: a
 * process that dies in between has given a person a session, or a key, that it does not remember, and every answer under it would
 * have to be asked for again, late and out of order. A stored step whose message never left is harmless: the receiver skips it.
 * Encryptions that run at once share one write; the client's own commit then finds nothing new.
 */
export function createWriteAhead(store: Pick<SignalKeyStore, 'set'>): WriteAhead {
  const noted = new AsyncLocalStorage<SignalDataSet>();
  let waiting: SignalDataSet | null = null;
  let writing: Promise<void> | null = null;

  const keep = (moves: SignalDataSet): Promise<void> => {
    if (waiting && writing) {
      merge(waiting, moves);
      return writing;
    }
    const batch = merge({}, moves);
    waiting = batch;
    // those that were encrypted in the same turn, for the phone and its companions, join in
    writing = new Promise<void>((resolve) => setImmediate(resolve)).then(async () => {
      waiting = null;
      await store.set(batch);
    });
    return writing;
  };
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
      if (Object.keys(notes).length > 0) await keep(notes);
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
