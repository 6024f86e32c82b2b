import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Ctx } from '@recado/core/kernel';

/**
 * Stores what a stream brings under its digest, by way of a file in a folder of this name, which is nobody else's and does not stay: what a try that died
 * has left there is taken away first. Answers the digest in hexadecimal and the bytes.
 */
export async function storeFile(ctx: Ctx, name: string, source: Readable): Promise<{ sha256: string; bytes: number }> {
  const folder = path.join(tmpdir(), name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  try {
    const file = path.join(folder, 'file');
    const hash = createHash('sha256');
    let bytes = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        hash.update(chunk);
        done(null, chunk);
      },
    });
    await pipeline(source, counted, createWriteStream(file, { mode: 0o600 }));
    const sha256 = hash.digest('hex');
    await ctx.ports.storage.put(ctx.workspaceId, sha256, createReadStream(file));
    return { sha256, bytes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
