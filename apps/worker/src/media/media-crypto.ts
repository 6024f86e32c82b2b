import { createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Transform } from 'node:stream';
import type { MediaKind } from '@recado/core/conversations/contract';

const INFO: Record<MediaKind, string> = {
  image: 'WhatsApp Image Keys',
  sticker: 'WhatsApp Image Keys',
  video: 'WhatsApp Video Keys',
  audio: 'WhatsApp Audio Keys',
  voice: 'WhatsApp Audio Keys',
  document: 'WhatsApp Document Keys',
};
const TAG_BYTES = 10;

/** A download that ends as something else than what the sender described. */
export class MediaRefused extends Error {
  override name = 'MediaRefused';
}

export type Opened = { sha256: Buffer; bytes: number; head: Buffer };

/**
 * Opens WhatsApp's file encryption as it streams: AES-256-CBC with ten bytes of HMAC at the end. The pinned client checks neither
 * the HMAC nor the digest, so both are checked here; the stream fails when the file is not the one that was described.
 */
export function createMediaOpener(options: {
  kind: MediaKind;
  mediaKey: Buffer;
  /** Digest of the plain file as the sender gave it. */
  sha256: Buffer | null;
  /** The most plain bytes that are taken. */
  limit: number;
}): Transform & { opened(): Opened } {
  const keys = Buffer.from(hkdfSync('sha256', options.mediaKey, Buffer.alloc(0), INFO[options.kind], 112));
  const iv = keys.subarray(0, 16);
  const decipher = createDecipheriv('aes-256-cbc', keys.subarray(16, 48), iv);
  const hmac = createHmac('sha256', keys.subarray(48, 80)).update(iv);
  const digest = createHash('sha256');
  let tail = Buffer.alloc(0);
  let head = Buffer.alloc(0);
  let bytes = 0;
  let result: Opened | null = null;
  const pass = (plain: Buffer): Buffer => {
    bytes += plain.length;
    if (bytes > options.limit) throw new MediaRefused('too_large');
    digest.update(plain);
    if (head.length < 64) head = Buffer.concat([head, plain.subarray(0, 64 - head.length)]);
    return plain;
  };
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        const seen = Buffer.concat([tail, chunk]);
        const cut = Math.max(0, seen.length - TAG_BYTES);
        const cipherText = seen.subarray(0, cut);
        tail = Buffer.from(seen.subarray(cut));
        hmac.update(cipherText);
        done(null, pass(decipher.update(cipherText)));
      } catch (error) {
        done(error as Error);
      }
    },
    flush(done) {
      try {
        const expected = hmac.digest().subarray(0, TAG_BYTES);
        if (tail.length !== TAG_BYTES || !timingSafeEqual(tail, expected)) throw new MediaRefused('damaged');
        const rest = pass(decipher.final());
        const sha256 = digest.digest();
        if (options.sha256 && !sha256.equals(options.sha256)) throw new MediaRefused('digest_differs');
        result = { sha256, bytes, head };
        done(null, rest);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  return Object.assign(stream, {
    opened(): Opened {
      if (!result) throw new Error('The file was not opened to its end.');
      return result;
    },
  });
}
