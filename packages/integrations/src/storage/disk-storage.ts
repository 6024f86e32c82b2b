import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoragePort } from '@recado/core/kernel';
import { newId } from '@recado/runtime/ids';

/**
 * Keeps files on disk under `folder/<workspace>/<first two of the digest>/<digest>`, readable by their owner only. A file appears whole
 * or not at all: written aside, flushed to disk, then renamed. The same content twice in one workspace is one file.
 */
export function diskStorage(folder: string): StoragePort {
  const placeOf = (workspaceId: string, sha256: string): string => {
    if (!/^[0-9a-f-]{36}$/.test(workspaceId) || !/^[0-9a-f]{64}$/.test(sha256))
      throw new Error('Not an address of a stored file.');
    return path.join(folder, workspaceId, sha256.slice(0, 2), sha256);
  };
  return {
    async put(workspaceId, sha256, bytes) {
      const place = placeOf(workspaceId, sha256);
      if (await sizeOf(place)) return;
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      const aside = `${place}.${newId()}`;
      try {
        await pipeline(
          bytes instanceof Uint8Array ? Readable.from([bytes]) : bytes,
          createWriteStream(aside, { mode: 0o600, flush: true }),
        );
        await rename(aside, place);
        await flushFolder(path.dirname(place));
      } catch (error) {
        await rm(aside, { force: true });
        throw error;
      }
    },
    async read(workspaceId, sha256, range) {
      const place = placeOf(workspaceId, sha256);
      const size = await sizeOf(place);
      return size === null ? null : { size, stream: createReadStream(place, range) };
    },
  };
}

async function sizeOf(place: string): Promise<number | null> {
  try {
    return (await stat(place)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** A rename survives a power cut only once its folder is on disk. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
