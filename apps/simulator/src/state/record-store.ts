import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';

/** The kinds of things the simulated network remembers. */
export type RecordKind =
  | 'network'
  | 'account'
  | 'customer'
  | 'device'
  | 'prekey'
  | 'peer'
  | 'peer-prekey'
  | 'session'
  | 'sender-key'
  | 'stanza'
  | 'message'
  | 'group'
  | 'media';

/**
 * Durable memory. Changes are gathered and written together by `commit`, which every door to the outside calls
 * before anything leaves, so that nobody is told what a killed process would forget.
 */
export type RecordStore = {
  put(kind: RecordKind, key: string, value: unknown): void;
  remove(kind: RecordKind, key: string): void;
  /** Everything of one kind as it was last committed. */
  load<Value>(kind: RecordKind): [key: string, value: Value][];
  /** Writes all changes since the last commit in one transaction; cheap when there are none. */
  commit(): void;
  close(): void;
};

/** Memory that dies with the process. */
export const createVolatileStore = (): RecordStore => ({
  put: () => {},
  remove: () => {},
  load: () => [],
  commit: () => {},
  close: () => {},
});

const REMOVED = Symbol('removed');

/** Memory in one SQLite file in a folder, readable by its owner only. */
export function createFileStore(folder: string): RecordStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'network.sqlite');
  // made before SQLite opens it, so that neither it nor the journals that copy its mode are ever readable by others
  closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file);
  // WAL with normal syncing survives the death of the process, which is the promise; a power cut is not simulated
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
  db.exec('CREATE TABLE IF NOT EXISTS record (kind TEXT, key TEXT, value BLOB NOT NULL, PRIMARY KEY (kind, key))');

  const upsert = db.prepare(
    'INSERT INTO record (kind, key, value) VALUES (?, ?, ?) ON CONFLICT (kind, key) DO UPDATE SET value = excluded.value',
  );
  const erase = db.prepare('DELETE FROM record WHERE kind = ? AND key = ?');
  const select = db.prepare('SELECT key, value FROM record WHERE kind = ?');
  const changes = new Map<RecordKind, Map<string, unknown>>();
  let dirty = false;

  const note = (kind: RecordKind, key: string, value: unknown) => {
    const ofKind = changes.get(kind) ?? new Map<string, unknown>();
    changes.set(kind, ofKind);
    ofKind.set(key, value);
    dirty = true;
  };
  const commit = () => {
    if (!dirty) return;
    db.exec('BEGIN IMMEDIATE');
    try {
      for (const [kind, ofKind] of changes) {
        for (const [key, value] of ofKind) {
          if (value === REMOVED) erase.run(kind, key);
          else upsert.run(kind, key, serialize(value));
        }
      }
      db.exec('COMMIT');
    } catch (error) {
      db.exec('ROLLBACK');
      throw error;
    }
    changes.clear();
    dirty = false;
  };

  return {
    put: note,
    remove: (kind, key) => note(kind, key, REMOVED),
    load: <Value>(kind: RecordKind) =>
      select.all(kind).map((row): [string, Value] => [String(row.key), deserialize(row.value as Uint8Array) as Value]),
    commit,
    close() {
      commit();
      db.close();
    },
  };
}
