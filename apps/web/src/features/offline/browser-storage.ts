import { createOfflineBox, type OfflineBox, type OfflineSession, type OfflineStorage } from './offline-box.ts';

const database = 'recado-offline';
const [sessions, things] = ['session', 'things'] as const;
const own = 'own';
const channelName = 'recado-offline-wiped';

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(database, 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(sessions);
      request.result.createObjectStore(things);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

const answerOf = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** One transaction over both stores; it ends when its work asks for nothing more. */
async function within<Value>(mode: IDBTransactionMode, work: (tx: IDBTransaction) => Promise<Value>): Promise<Value> {
  const db = await open();
  try {
    const tx = db.transaction([sessions, things], mode);
    const ended = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      tx.onabort = () => reject(tx.error);
    });
    const value = await work(tx);
    await ended;
    return value;
  } finally {
    db.close();
  }
}

const sessionIn = async (tx: IDBTransaction): Promise<OfflineSession | null> =>
  ((await answerOf(tx.objectStore(sessions).get(own))) as OfflineSession | undefined) ?? null;

const indexed: OfflineStorage = {
  readSession: () => within('readonly', sessionIn),
  replace: (session) => within('readwrite', async (tx) => void tx.objectStore(sessions).put(session, own)),
  touch: (sessionId, change) =>
    within('readwrite', async (tx) => {
      const found = await sessionIn(tx);
      if (found?.sessionId === sessionId) tx.objectStore(sessions).put({ ...found, ...change }, own);
    }),
  read: (name) => within('readonly', async (tx) => (await answerOf(tx.objectStore(things).get(name))) ?? null),
  names: () =>
    within('readonly', async (tx) => (await answerOf(tx.objectStore(things).getAllKeys())).map((key) => String(key))),
  write: (sessionId, entries) =>
    within('readwrite', async (tx) => {
      if ((await sessionIn(tx))?.sessionId !== sessionId) return false;
      for (const [name, sealed] of entries)
        sealed ? tx.objectStore(things).put(sealed, name) : tx.objectStore(things).delete(name);
      return true;
    }),
  clear: () =>
    within('readwrite', async (tx) => {
      tx.objectStore(sessions).clear();
      tx.objectStore(things).clear();
    }),
};

/** What this browser keeps for when there is no network; null where it can keep nothing. */
export function browserBox(): OfflineBox | null {
  return 'indexedDB' in globalThis && globalThis.crypto?.subtle ? createOfflineBox(indexed) : null;
}

/** Takes away all that is kept, and tells the tabs that show something of it. */
export async function wipeOffline(): Promise<void> {
  await browserBox()?.wipe();
  const channel = new BroadcastChannel(channelName);
  channel.postMessage('wiped');
  channel.close();
}

/** Hears that what is kept was taken away. Answers the function that stops listening. */
export function onWiped(act: () => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.addEventListener('message', act);
  return () => channel.close();
}
