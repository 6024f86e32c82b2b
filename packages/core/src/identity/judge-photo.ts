import { type PhotoRefusal, photoLimits } from './contract.ts';

export type PhotoVerdict =
  | { ok: true; mime: string; width: number; height: number; bytes: Buffer }
  | { ok: false; because: PhotoRefusal };

type Read = { mime: string; width: number; height: number; parts: Buffer[] };

/** More passes over a picture than any camera or tool makes; each costs whoever draws it. */
const MOST_SCANS = 64;

/**
 * What a picture is by its bytes, and the picture again of nothing but the parts that draw it: what phones write beside these, of place, time
 * and device, does not survive. Walked from the first byte to the last: nothing may stand behind its end. The parts that draw are not decoded.
 */
export function judgePhoto(
  bytes: Buffer,
  limits: { bytes: number; leastSide: number; mostSide: number } = photoLimits,
): PhotoVerdict {
  if (bytes.length === 0) return { ok: false, because: 'empty' };
  if (bytes.length > limits.bytes) return { ok: false, because: 'bytes' };
  const reader = readers.find(({ begins }) => begins(bytes));
  if (!reader) return { ok: false, because: 'kind' };
  const read = whole(() => reader.read(bytes));
  if (!read) return { ok: false, because: 'broken' };
  const { mime, width, height, parts } = read;
  const fits = (side: number) => side >= limits.leastSide && side <= limits.mostSide;
  if (!fits(width) || !fits(height)) return { ok: false, because: 'side' };
  return { ok: true, mime, width, height, bytes: Buffer.concat(parts) };
}

/** A reader's answer; null when the bytes end before it does. */
function whole(read: () => Read | null): Read | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const PNG = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
const text = (bytes: Buffer, at: number, length = 4) => bytes.toString('latin1', at, at + length);

const readers = [
  { begins: (bytes: Buffer) => text(bytes, 0, 3) === '\xff\xd8\xff', read: readJpeg },
  { begins: (bytes: Buffer) => bytes.subarray(0, PNG.length).equals(PNG), read: readPng },
  { begins: (bytes: Buffer) => text(bytes, 0) === 'RIFF' && text(bytes, 8) === 'WEBP', read: readWebp },
];

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const DNL = 0xdc;
/** Baseline, extended and progressive: what browsers draw. */
const FRAMES = [0xc0, 0xc1, 0xc2];
/** Tables and restarts; colours (APP2) and their order (APP14) are looked at besides. Not DNL, which gives another height than the frame. */
const DRAWS = [0xc4, 0xdb, 0xdd, SOS, ...FRAMES];

function readJpeg(bytes: Buffer): Read | null {
  const parts = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  let scans = 0;
  for (let at = 2; ; ) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    // a marker may be filled up in front
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === EOI) {
      parts.push(bytes.subarray(at, at + 2));
      return size && scans > 0 && at + 2 === bytes.length ? { mime: 'image/jpeg', ...size, parts } : null;
    }
    if (marker === SOI || marker === DNL || marker < 0xc0) return null;
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end < at + 4 || end > bytes.length) return null;
    if (FRAMES.includes(marker)) {
      if (size) return null;
      size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    }
    const next = marker === SOS ? endOfScan(bytes, end) : end;
    if (marker === SOS) {
      scans += 1;
      if (!size || scans > MOST_SCANS) return null;
    }
    const isColour =
      (marker === 0xe2 && text(bytes, at + 4, 12) === 'ICC_PROFILE\0') ||
      (marker === 0xee && text(bytes, at + 4, 5) === 'Adobe' && end === at + 16);
    if (DRAWS.includes(marker) || isColour) parts.push(bytes.subarray(at, next));
    at = next;
  }
}

/** Where the coded lines after a scan's header end: at the next marker that is neither an escape nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const marker = bytes.readUInt8(at + 1);
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  return bytes.length;
}

const PNG_DRAWS = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'iCCP', 'sBIT'];

function readPng(bytes: Buffer): Read | null {
  const parts = [bytes.subarray(0, PNG.length)];
  let size: { width: number; height: number } | null = null;
  let isDrawn = false;
  for (let at = PNG.length; ; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    const type = text(bytes, at + 4);
    if ((type === 'IHDR') !== (at === PNG.length)) return null;
    if (type === 'IHDR') size = { width: bytes.readUInt32BE(at + 8), height: bytes.readUInt32BE(at + 12) };
    if (type === 'IDAT') isDrawn = true;
    if (PNG_DRAWS.includes(type)) parts.push(bytes.subarray(at, end));
    if (type === 'IEND') return size && isDrawn && end === bytes.length ? { mime: 'image/png', ...size, parts } : null;
    at = end;
  }
}

/** Of the flags of an extended WebP: a colour profile and transparency. Not EXIF, not XMP, not movement. */
const WEBP_FLAGS = 0x30;

function readWebp(bytes: Buffer): Read | null {
  if (bytes.readUInt32LE(4) + 8 !== bytes.length) return null;
  const parts: Buffer[] = [];
  let canvas: { width: number; height: number } | null = null;
  let size: { width: number; height: number } | null = null;
  for (let at = 12; at < bytes.length; ) {
    const type = text(bytes, at);
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > bytes.length) return null;
    const part = bytes.subarray(at, end);
    if (type === 'VP8X') {
      if (at !== 12 || length !== 10) return null;
      canvas = { width: part.readUIntLE(12, 3) + 1, height: part.readUIntLE(15, 3) + 1 };
      const plain = Buffer.from(part);
      plain.writeUInt8(part.readUInt8(8) & WEBP_FLAGS, 8);
      parts.push(plain);
    } else if (type === 'VP8 ' || type === 'VP8L') {
      if (size) return null;
      size = type === 'VP8 ' ? lossySize(part) : losslessSize(part);
      if (!size) return null;
      parts.push(part);
    } else if (type === 'ALPH' || type === 'ICCP') parts.push(part);
    at = end;
  }
  if (!size || (canvas && (canvas.width !== size.width || canvas.height !== size.height))) return null;
  const head = Buffer.from(bytes.subarray(0, 12));
  head.writeUInt32LE(4 + parts.reduce((sum, part) => sum + part.length, 0), 4);
  return { mime: 'image/webp', ...size, parts: [head, ...parts] };
}

const lossySize = (part: Buffer) =>
  text(part, 11, 3) === '\x9d\x01\x2a'
    ? { width: part.readUInt16LE(14) & 0x3fff, height: part.readUInt16LE(16) & 0x3fff }
    : null;

function losslessSize(part: Buffer) {
  if (part.readUInt8(8) !== 0x2f) return null;
  const packed = part.readUInt32LE(9);
  return { width: (packed & 0x3fff) + 1, height: ((packed >>> 14) & 0x3fff) + 1 };
}
