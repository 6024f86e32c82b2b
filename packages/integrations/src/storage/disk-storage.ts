import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { StoragePort } from '@recado/core/kernel';

/** Bytes that are not what their digest says. */
export class DigestMismatch extends Error {
  override name = 'DigestMismatch';
}

/**
 * Storage on a disk: `root/<workspace>/<ab>/<sha256>`, each workspace its own copy. A file appears whole or not at all: bytes go to
 * a temporary file, are checked against their digest, flushed, then renamed.
 */
export function createDiskStorage(root: string): StoragePort {
  const placeOf = (workspaceId: string, sha256: string): string => {
    if (!/^[0-9a-f-]{36}$/.test(workspaceId) || !/^[0-9a-f]{64}$/.test(sha256))
      throw new Error('A workspace id and a SHA-256 in hex name a file.');
    return path.join(root, workspaceId, sha256.slice(0, 2), sha256);
  };
  return {
    async put(workspaceId, sha256, bytes) {
      const place = placeOf(workspaceId, sha256);
      const source = bytes instanceof Uint8Array ? Readable.from([bytes]) : bytes;
      if ((await sizeOf(place)) !== null) {
        if ('destroy' in source && typeof source.destroy === 'function') source.destroy();
        return;
      }
      await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
      const draft = path.join(root, `draft-${randomUUID()}`);
      try {
        const digest = createHash('sha256');
        const measure = new Transform({
          transform(chunk: Buffer, _encoding, done) {
            digest.update(chunk);
            done(null, chunk);
          },
        });
        await pipeline(source, measure, createWriteStream(draft, { mode: 0o600 }));
        if (digest.digest('hex') !== sha256)
          throw new DigestMismatch('The bytes are not the ones that were announced.');
        await flush(draft);
        await rename(draft, place);
        await flush(path.dirname(place));
      } finally {
        await rm(draft, { force: true });
      }
    },
    async read(workspaceId, sha256, range) {
      const place = placeOf(workspaceId, sha256);
      const size = await sizeOf(place);
      if (size === null) return null;
      return { size, stream: createReadStream(place, range) };
    },
  };
}

async function sizeOf(place: string): Promise<number | null> {
  try {
    return (await stat(place)).size;
  } catch {
    return null;
  }
}

/** A rename is only durable when the file and the folder that names it are. */
async function flush(place: string): Promise<void> {
  const handle = await open(place, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
