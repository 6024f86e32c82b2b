// two seconds of frames of 20 ms each
const FRAMES = 100;
const SAMPLES_PER_FRAME = 960;
// the Opus frame that says "20 ms of silence, full band, mono"
const SILENCE = Buffer.from([0xf8, 0xff, 0xfe]);
const SERIAL = 0x52454341;

/** A valid Ogg Opus file of two silent seconds, so that anyone can send a voice note without a microphone. */
export function sampleVoiceNote(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 0, 'latin1');
  head[8] = 1; // version
  head[9] = 1; // channels
  head.writeUInt32LE(48_000, 12);
  const vendor = Buffer.from('recado');
  const tags = Buffer.concat([Buffer.from('OpusTags'), lengthOf(vendor), vendor, Buffer.alloc(4)]);
  const pages = [page([head], 0, 0, 0x02), page([tags], 1, 0, 0)];
  const perPage = 50;
  for (let start = 0; start < FRAMES; start += perPage) {
    const frames = Array.from({ length: Math.min(perPage, FRAMES - start) }, () => SILENCE);
    const isLast = start + perPage >= FRAMES;
    pages.push(page(frames, pages.length, (start + frames.length) * SAMPLES_PER_FRAME, isLast ? 0x04 : 0));
  }
  return Buffer.concat(pages);
}

function lengthOf(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return length;
}

/** One Ogg page of packets shorter than 255 bytes each. */
function page(packets: Buffer[], sequence: number, granule: number, flags: number): Buffer {
  const header = Buffer.alloc(27);
  header.write('OggS', 0, 'latin1');
  header[5] = flags;
  header.writeBigUInt64LE(BigInt(granule), 6);
  header.writeUInt32LE(SERIAL, 14);
  header.writeUInt32LE(sequence, 18);
  header[26] = packets.length;
  const whole = Buffer.concat([header, Buffer.from(packets.map(({ length }) => length)), ...packets]);
  whole.writeUInt32LE(oggChecksum(whole), 22);
  return whole;
}

/** Ogg's CRC-32: the polynomial of zlib's, but neither reflected nor inverted. */
export function oggChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1;
  }
  return sum >>> 0;
}
