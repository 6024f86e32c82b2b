import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { samplePhoto } from './sample-photo.ts';
import { oggChecksum, sampleVoiceNote } from './sample-voice-note.ts';

it('the sample voice note is an Ogg Opus stream whose pages all check out', () => {
  let rest = sampleVoiceNote();
  let pages = 0;
  let lastFlags = 0;
  while (rest.length) {
    expect(rest.toString('latin1', 0, 4)).toBe('OggS');
    const lengths = rest.subarray(27, 27 + (rest[26] ?? 0));
    const size = 27 + lengths.length + lengths.reduce((sum, length) => sum + length, 0);
    const page = Buffer.from(rest.subarray(0, size));
    const claimed = page.readUInt32LE(22);
    page.writeUInt32LE(0, 22);
    expect(oggChecksum(page)).toBe(claimed);
    lastFlags = page[5] ?? 0;
    pages += 1;
    rest = rest.subarray(size);
  }
  expect(pages).toBe(4);
  expect(lastFlags).toBe(4);
});

it('the sample photo is a PNG with all its rows', () => {
  const photo = samplePhoto();
  expect(photo.subarray(1, 4).toString()).toBe('PNG');
  const start = photo.indexOf('IDAT') + 4;
  const rows = inflateSync(photo.subarray(start, start + photo.readUInt32BE(start - 8)));
  expect(rows.length).toBe(320 * (1 + 480 * 3));
});
