import type { SignalDataSet, SignalDataTypeMap, SignalKeyStore } from '@whiskeysockets/baileys';

export type SocketKeys = {
  readonly keys: SignalKeyStore;
  /** From here on the socket reads and writes nothing. */
  shut(): void;
  /** The same; resolves when what was under way has ended. */
  close(): Promise<void>;
};

/**
 * One socket's view of the number's keys. What a dead socket left running must not write over what the next one has moved on.
 * The first failure closes it: the client takes a session that could not be read for one that does not exist, and would store a
 * new one in its place. `onFailure` is called before the client hears of it, so that it can be kept from telling the server.
 */
export function createSocketKeys(store: SignalKeyStore, onFailure: () => void): SocketKeys {
  let isClosed = false;
  const running = new Set<Promise<unknown>>();
  const pass = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isClosed) throw new Error('The socket of these keys has ended.');
    const call = work();
    running.add(call);
    try {
      return await call;
    } catch (error) {
      isClosed = true;
      onFailure();
      throw error;
    } finally {
      running.delete(call);
    }
  };
  return {
    keys: {
      get: <T extends keyof SignalDataTypeMap>(kind: T, ids: string[]) => pass(async () => await store.get(kind, ids)),
      set: (data: SignalDataSet) => pass(async () => await store.set(data)),
    },
    shut() {
      isClosed = true;
    },
    async close() {
      isClosed = true;
      await Promise.allSettled([...running]);
    },
  };
}
