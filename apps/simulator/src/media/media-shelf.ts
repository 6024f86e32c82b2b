import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Encrypted media as WhatsApp's media hosts keep it: opaque bytes under a path. */
export type MediaShelf = { put(path: string, bytes: Buffer): void; get(path: string): Buffer | undefined };

/** Paths on the shelf; anything else is never looked up on disk. */
const PATH = /^\/v\/[0-9A-F]{16,64}$/;

/** A shelf in memory, or in a folder readable by its owner only. */
export function createMediaShelf(folder: string | undefined): MediaShelf {
  const kept = new Map<string, Buffer>();
  if (!folder) return { put: (path, bytes) => void kept.set(path, bytes), get: (path) => kept.get(path) };
  const shelf = join(folder, 'media');
  mkdirSync(shelf, { recursive: true, mode: 0o700 });
  const fileOf = (path: string) => join(shelf, path.slice('/v/'.length));
  return {
    put(path, bytes) {
      if (!PATH.test(path)) throw new Error('Not a media path.');
      const file = fileOf(path);
      // written aside and renamed, so that a killed process leaves no half file under a path it gave out
      writeFileSync(`${file}.new`, bytes, { mode: 0o600 });
      renameSync(`${file}.new`, file);
      chmodSync(file, 0o600);
    },
    get(path) {
      if (!PATH.test(path)) return undefined;
      return existsSync(fileOf(path)) ? readFileSync(fileOf(path)) : undefined;
    },
  };
}
