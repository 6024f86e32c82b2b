import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';

/** Encodings that a person may choose; what is found by itself is one of them. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15', 'macintosh'] as const;
export type Encoding = (typeof encodings)[number];

const SAMPLE = 256 * 1024;

/** The first bytes of a file. */
export async function headOf(path: string, bytes = SAMPLE): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * How a file writes its letters. A mark at its beginning says it; UTF-16 without one shows in its zeros; what is UTF-8 from the first to the
 * last byte is UTF-8; of the rest, the vowels with accents tell old Macs from Windows.
 */
export async function detectEncoding(path: string): Promise<Encoding> {
  const head = await headOf(path);
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = zerosOf(head);
  if (zeros.odd > head.length / 8 && zeros.even < head.length / 50) return 'utf-16le';
  if (zeros.even > head.length / 8 && zeros.odd < head.length / 50) return 'utf-16be';
  if (await isUtf8(path)) return 'utf-8';
  return isMac(head) ? 'macintosh' : 'windows-1252';
}

function zerosOf(bytes: Buffer): { odd: number; even: number } {
  const zeros = { odd: 0, even: 0 };
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 0) zeros[at % 2 === 1 ? 'odd' : 'even']++;
  return zeros;
}

async function isUtf8(path: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: SAMPLE }))
      decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** á é í ó ú ñ in either; whichever a text has more of. */
const MAC = new Set([0x87, 0x8e, 0x92, 0x97, 0x9c, 0x96]);
const WINDOWS = new Set([0xe1, 0xe9, 0xed, 0xf3, 0xfa, 0xf1]);

function isMac(bytes: Buffer): boolean {
  let mac = 0;
  let windows = 0;
  for (const byte of bytes) {
    if (MAC.has(byte)) mac++;
    else if (WINDOWS.has(byte)) windows++;
  }
  return mac > windows;
}

/** A file's text as it comes, without the mark at its beginning. What cannot be read becomes U+FFFD, which the judge knows. */
export async function* readText(path: string, encoding: Encoding): AsyncIterable<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: 128 * 1024 })) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}
