import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoragePort, StoredFile } from '@recado/core/kernel';
import { newId } from '@recado/runtime/ids';

const WORKSPACE = /^[0-9a-f-]{36}$/;
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * Keeps files on disk under `folder/<workspace>/<first two of the digest>/<digest>`, readable by their owner only. A file appears whole
 * or not at all: written aside, flushed to disk, then renamed. The same content twice in one workspace is one file.
 */
export function diskStorage(folder: string): StoragePort {
  const placeOf = (workspaceId: string, sha256: string): string => {
    if (!WORKSPACE.test(workspaceId) || !DIGEST.test(sha256)) throw new Error('Not an address of a stored file.');
    return path.join(folder, workspaceId, sha256.slice(0, 2), sha256);
  };
  return {
    async put(workspaceId, sha256, bytes) {
      const place = placeOf(workspaceId, sha256);
      if (await isTouched(place)) return;
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
    async *listUntouched(workspaceId, since) {
      if (!WORKSPACE.test(workspaceId)) throw new Error('Not an address of stored files.');
      for (const shelf of await namesIn(path.join(folder, workspaceId))) {
        for (const name of await namesIn(path.join(folder, workspaceId, shelf))) {
          const file: StoredFile = { workspaceId, name: `${shelf}/${name}`, sha256: DIGEST.test(name) ? name : null };
          if (await isOlder(path.join(folder, workspaceId, file.name), since)) yield file;
        }
      }
    },
    async remove(file, since) {
      if (!WORKSPACE.test(file.workspaceId) || !/^[0-9a-f]{2}\/[0-9a-f.-]+$/.test(file.name))
        throw new Error('Not an address of a stored file.');
      const place = path.join(folder, file.workspaceId, file.name);
      const aside = `${place}.${newId()}`;
      try {
        // taken away first and looked at then: whoever stores it meanwhile finds nothing and stores it anew
        await rename(place, aside);
        if (await isOlder(aside, since)) return true;
        await link(aside, place).catch(() => {});
        return false;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
        throw error;
      } finally {
        await rm(aside, { force: true });
      }
    },
  };
}

/** Marks a file as wanted now; false when there is none. */
async function isTouched(place: string): Promise<boolean> {
  if (!(await sizeOf(place))) return false;
  const now = new Date();
  try {
    await utimes(place, now, now);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

const isOlder = async (place: string, since: Date): Promise<boolean> => {
  const found = await stat(place).catch(() => null);
  return found !== null && found.mtime < since;
};

const namesIn = async (folder: string): Promise<string[]> => {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
};

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
