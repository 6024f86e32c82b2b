import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { addMedia, proveWriter } from '@recado/core/conversations';
import { conversationErrors, type MediaKind, mediaLimits } from '@recado/core/conversations/contract';
import type { Ctx } from '@recado/core/kernel';
import { fileTypeFromBuffer } from 'file-type';
import { afterProof } from '../after-proof.ts';
import { judgeFile } from './judge-file.ts';
import { pictureSize } from './picture-size.ts';

const HEAD_BYTES = 8_192;
const LARGEST = Math.max(...Object.values(mediaLimits));

export type UploadedMedia = { id: string; kind: MediaKind; mime: string; name: string; bytes: number };

/**
 * Takes one file as the raw body of a request. The caller's right is proved before the first byte; size and content are checked while
 * the bytes arrive, and a refused file leaves nothing behind. Errors: fileEmpty, fileTooLarge {limit}, fileTypeRefused {because}.
 */
export async function takeUpload(
  ctx: Ctx,
  request: IncomingMessage,
  file: { name: string; voice: boolean },
): Promise<UploadedMedia> {
  await proveWriter(ctx, {});
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > LARGEST) throw conversationErrors.fileTooLarge({ limit: LARGEST, bytes: declared });
  const folder = await mkdtemp(path.join(tmpdir(), 'recado-upload-'));
  try {
    const at = path.join(folder, 'file');
    const hash = createHash('sha256');
    let bytes = 0;
    let limit = LARGEST;
    let head = Buffer.alloc(0);
    let verdict: { kind: MediaKind; mime: string } | null = null;
    const judge = async () => {
      const detected = await fileTypeFromBuffer(head);
      const judged = judgeFile({ name: file.name, detected: detected?.mime ?? null, head, voice: file.voice });
      if (!judged.ok) throw conversationErrors.fileTypeRefused({ because: judged.because, field: 'file' });
      limit = mediaLimits[judged.kind];
      return judged;
    };
    const check = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        hash.update(chunk);
        const judgeNow = async () => {
          if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
          if (!verdict && head.length >= HEAD_BYTES) verdict = await judge();
          if (bytes > limit) throw conversationErrors.fileTooLarge({ limit, bytes });
        };
        judgeNow().then(() => done(null, chunk), done);
      },
    });
    await pipeline(request, check, createWriteStream(at, { mode: 0o600 }));
    if (bytes === 0) throw conversationErrors.fileEmpty({ field: 'file' });
    verdict ??= await judge();
    if (bytes > limit) throw conversationErrors.fileTooLarge({ limit, bytes });
    const sha256 = hash.digest('hex');
    // much may have happened while the bytes came; what falls between this and the row is swept
    await afterProof(proveWriter(ctx, {}));
    await ctx.ports.storage.put(ctx.workspaceId, sha256, createReadStream(at));
    const name = cleanName(file.name);
    // so that the thread keeps the picture's place before it arrives, here and on the customer's phone
    const size = verdict.kind === 'image' ? await pictureSize(at, verdict.mime) : null;
    const added = addMedia(ctx, { kind: verdict.kind, mime: verdict.mime, name, bytes, sha256, ...size });
    const { id } = await afterProof(added);
    return { id, kind: verdict.kind, mime: verdict.mime, name, bytes };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A file name that cannot leave its folder nor break a header. */
const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being taken out
    .replace(/[\x00-\x1f\x7f/\\"]/g, '_')
    .slice(-200) || 'archivo';
