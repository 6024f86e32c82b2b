import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** One thing to write down: the text of a record, or nothing when it is gone. */
export type Change = { kind: string; id: string; text: string | undefined };

/** Durable memory of texts, by kind and id, in the order in which they first came. */
export type RecordStore = {
  load(kind: string): [id: string, text: string][];
  /** All or none. */
  write(changes: Change[]): void;
  close(): void;
};

/** Memory that dies with the process. */
export const createVolatileStore = (): RecordStore => ({ load: () => [], write: () => {}, close: () => {} });

/** Memory in one SQLite file in a folder, readable by its owner only. */
export function createFileStore(folder: string): RecordStore {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, 'account.sqlite');
  // made before SQLite opens it, so that neither it nor the journals that copy its mode are ever readable by others
  closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file);
  // WAL with normal syncing survives the death of the process, which is the promise; a power cut is not simulated
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000;');
  db.exec(
    'CREATE TABLE IF NOT EXISTS record (seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, id))',
  );
  const upsert = db.prepare(
    'INSERT INTO record (kind, id, text) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET text = excluded.text',
  );
  const erase = db.prepare('DELETE FROM record WHERE kind = ? AND id = ?');
  const select = db.prepare('SELECT id, text FROM record WHERE kind = ? ORDER BY seq');
  return {
    load: (kind) => select.all(kind).map((row): [string, string] => [String(row.id), String(row.text)]),
    write(changes) {
      db.exec('BEGIN IMMEDIATE');
      try {
        for (const { kind, id, text } of changes) {
          if (text === undefined) erase.run(kind, id);
          else upsert.run(kind, id, text);
        }
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => db.close(),
  };
}
