import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { getMediaKeys } from '@whiskeysockets/baileys';

export type MediaType = 'image' | 'audio' | 'video' | 'document' | 'sticker';

/** The fields of a message that lead to its attachment and open it. */
export type MediaFields = {
  mediaKey: Buffer;
  fileSha256: Buffer;
  fileEncSha256: Buffer;
  fileLength: number;
  mediaKeyTimestamp: number;
};

const MAC_BYTES = 10;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

/** Encrypts a file as a sender does: the body for the media host and the fields for the message. */
export async function sealMedia(
  type: MediaType,
  plain: Buffer,
  nowSeconds: number,
): Promise<{ body: Buffer; fields: MediaFields }> {
  const mediaKey = randomBytes(32);
  const { cipherKey, iv, macKey } = await keysOf(mediaKey, type);
  const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
  const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
  const body = Buffer.concat([sealed, macOf(macKey, iv, sealed)]);
  return {
    body,
    fields: {
      mediaKey,
      fileSha256: sha256(plain),
      fileEncSha256: sha256(body),
      fileLength: plain.length,
      mediaKeyTimestamp: nowSeconds,
    },
  };
}

/** Decrypts what a media host keeps; throws when the bytes were altered. */
export async function openMedia(type: MediaType, mediaKey: Uint8Array, body: Buffer): Promise<Buffer> {
  const { cipherKey, iv, macKey } = await keysOf(mediaKey, type);
  const sealed = body.subarray(0, -MAC_BYTES);
  if (!timingSafeEqual(macOf(macKey, iv, sealed), body.subarray(-MAC_BYTES))) throw new Error('The media was altered.');
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
  return Buffer.concat([decipher.update(sealed), decipher.final()]);
}

const macOf = (key: Buffer, iv: Buffer, sealed: Buffer) =>
  createHmac('sha256', key).update(iv).update(sealed).digest().subarray(0, MAC_BYTES);

async function keysOf(mediaKey: Uint8Array, type: MediaType) {
  const { cipherKey, iv, macKey } = await getMediaKeys(mediaKey, type);
  if (!macKey) throw new Error('The media key gives no mac key.');
  return { cipherKey: Buffer.from(cipherKey), iv: Buffer.from(iv), macKey: Buffer.from(macKey) };
}
