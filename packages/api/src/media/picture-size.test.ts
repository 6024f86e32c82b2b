import { describe, expect, it } from 'vitest';
import { readSize } from './picture-size.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const frame = [0xff, 0xc2, 0, 11, 8, 0, 240, 2, 88, 1, 1, 0x11, 0];
const exif = (orientation: number) =>
  bytes(
    [0xff, 0xe1, 0, 34],
    'Exif\0\0MM',
    [0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    [0, 0, 0, 0],
  );

describe('the size of a picture', () => {
  it('is read from the head of a PNG and of a GIF', () => {
    const png = bytes([0x89], 'PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 2, 88, 0, 0, 0, 240]);
    expect(readSize(png, 'image/png')).toEqual({ width: 600, height: 240 });
    expect(readSize(bytes('GIF89a', [88, 2, 240, 0]), 'image/gif')).toEqual({ width: 600, height: 240 });
  });
  it('is read from each of the three kinds of WebP', () => {
    const webp = (kind: string, ...rest: number[][]) =>
      bytes('RIFF', [0, 0, 0, 0], 'WEBP', kind, [0, 0, 0, 0], ...rest);
    const size = { width: 600, height: 240 };
    expect(readSize(webp('VP8X', [0, 0, 0, 0], [0x57, 2, 0, 239, 0, 0]), 'image/webp')).toEqual(size);
    expect(readSize(webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a], [88, 2, 240, 0]), 'image/webp')).toEqual(size);
    const packed = 599 | (239 << 14);
    const lossless = [0x2f, packed & 255, (packed >> 8) & 255, (packed >> 16) & 255, packed >>> 24];
    expect(readSize(webp('VP8L', lossless), 'image/webp')).toEqual(size);
  });
  it('is read from a JPEG behind its other segments, as its orientation shows it', () => {
    const jpeg = (...segments: Buffer[]) => Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, Buffer.from(frame)]);
    expect(readSize(jpeg(), 'image/jpeg')).toEqual({ width: 600, height: 240 });
    expect(readSize(jpeg(exif(1)), 'image/jpeg')).toEqual({ width: 600, height: 240 });
    expect(readSize(jpeg(exif(6)), 'image/jpeg')).toEqual({ width: 240, height: 600 });
  });
  it('is unknown when the bytes end early, say nothing, or are of another kind', () => {
    expect(readSize(bytes([0x89], 'PNG'), 'image/png')).toBeNull();
    expect(readSize(Buffer.from([0xff, 0xd8, 0xff, 0xc4, 0, 2]), 'image/jpeg')).toBeNull();
    expect(readSize(Buffer.alloc(40), 'image/png')).toBeNull();
    expect(readSize(Buffer.alloc(40), 'image/webp')).toBeNull();
    expect(readSize(Buffer.alloc(40), 'video/mp4')).toBeNull();
  });
});
