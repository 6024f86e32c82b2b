import { expect, it } from 'vitest';
import { judgePhoto } from './judge-photo.ts';

const latin = (text: string) => Buffer.from(text, 'latin1');
const big = (value: number, bytes: number) => Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex');
const little = (value: number, bytes: number) => Buffer.from(big(value, bytes)).reverse();

const segment = (marker: number, body: Buffer) =>
  Buffer.concat([Buffer.from([0xff, marker]), big(body.length + 2, 2), body]);
const frame = (width: number, height: number) =>
  segment(0xc0, Buffer.concat([Buffer.from([8]), big(height, 2), big(width, 2), Buffer.from([1, 1, 0x11, 0])]));
const scan = Buffer.concat([
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([1, 0xff, 0, 2, 0xff, 0xd0, 3]),
]);
const jpeg = (...extra: Buffer[]) =>
  Buffer.concat([latin('\xff\xd8'), ...extra, segment(0xdb, Buffer.alloc(65)), frame(64, 48), scan, latin('\xff\xd9')]);

const twoScans = (...between: Buffer[]) => Buffer.concat([jpeg().subarray(0, -2), ...between, scan, latin('\xff\xd9')]);

const chunk = (type: string, body: Buffer) => Buffer.concat([big(body.length, 4), latin(type), body, Buffer.alloc(4)]);
const png = (...extra: Buffer[]) =>
  Buffer.concat([
    latin('\x89PNG\r\n\x1a\n'),
    chunk('IHDR', Buffer.concat([big(64, 4), big(48, 4), Buffer.alloc(5)])),
    ...extra,
    chunk('IDAT', Buffer.from([1, 2, 3])),
    chunk('IEND', Buffer.alloc(0)),
  ]);

const part = (type: string, body: Buffer) =>
  Buffer.concat([latin(type), little(body.length, 4), body, Buffer.alloc(body.length % 2)]);
const lossy = part('VP8 ', Buffer.concat([Buffer.alloc(3), latin('\x9d\x01\x2a'), little(64, 2), little(48, 2)]));
const lossless = part('VP8L', Buffer.concat([Buffer.from([0x2f]), little(63 | (47 << 14), 4)]));
const extended = (flags: number, width = 64) =>
  part('VP8X', Buffer.concat([Buffer.from([flags, 0, 0, 0]), little(width - 1, 3), little(47, 3)]));
const webp = (...parts: Buffer[]) => {
  const body = Buffer.concat([latin('WEBP'), ...parts]);
  return Buffer.concat([latin('RIFF'), little(body.length, 4), body]);
};

const PLACE = 'GPSLatitude 40.4168';
const exif = latin(`Exif\0\0${PLACE}`);

it.each([
  ['image/jpeg', jpeg()],
  ['image/png', png()],
  ['image/webp', webp(lossy)],
  ['image/webp', webp(lossless)],
  ['image/webp', webp(extended(0), lossy)],
])('takes an %s as it is, with the size that it says', (mime, bytes) => {
  expect(judgePhoto(bytes)).toEqual({ ok: true, mime, width: 64, height: 48, bytes });
});

it.each([
  ['EXIF of a JPEG', jpeg(segment(0xe1, exif)), jpeg()],
  ['EXIF between the scans of a JPEG', twoScans(segment(0xe1, exif)), twoScans()],
  ['a comment of a JPEG', jpeg(segment(0xfe, latin(PLACE))), jpeg()],
  ['IPTC of a JPEG', jpeg(segment(0xed, latin(`Photoshop 3.0\0${PLACE}`))), jpeg()],
  ['a second picture of a JPEG', jpeg(segment(0xe2, latin(`MPF\0${PLACE}`))), jpeg()],
  ['an order of colours with words behind it', jpeg(segment(0xee, latin(`Adobe\0\x64${PLACE}`))), jpeg()],
  ['EXIF of a PNG', png(chunk('eXIf', exif)), png()],
  ['the texts and the time of a PNG', png(chunk('tEXt', latin(PLACE)), chunk('tIME', Buffer.alloc(7))), png()],
  ['EXIF of a WebP', webp(extended(0x08), lossy, part('EXIF', exif)), webp(extended(0), lossy)],
  ['XMP of a WebP', webp(extended(0x14), lossy, part('XMP ', latin(PLACE))), webp(extended(0x10), lossy)],
])('keeps nothing of %s', (_what, sent, kept) => {
  const judged = judgePhoto(sent);
  expect(judged).toMatchObject({ ok: true, bytes: kept });
  expect(judged.ok && judged.bytes.includes(PLACE)).toBe(false);
});

it('keeps the colours of a picture', () => {
  const coloured = jpeg(
    segment(0xe2, latin('ICC_PROFILE\0\x01\x01profile')),
    segment(0xee, Buffer.concat([latin('Adobe\0\x64'), Buffer.alloc(5)])),
  );
  expect(judgePhoto(coloured)).toMatchObject({ ok: true, bytes: coloured });
  const transparent = webp(extended(0x30), part('ICCP', latin('profile')), part('ALPH', Buffer.alloc(3)), lossy);
  expect(judgePhoto(transparent)).toMatchObject({ ok: true, bytes: transparent });
});

it.each([
  ['empty', 'nothing', Buffer.alloc(0)],
  ['kind', 'an SVG, whatever its name', latin('<?xml version="1.0"?><svg onload="alert(1)"/>')],
  ['kind', 'a page', latin('<!doctype html><script>alert(1)</script>')],
  ['kind', 'a GIF', latin('GIF89a\x40\0\x40\0')],
  ['kind', 'a program', latin('MZ\x90\0')],
  ['kind', 'one sign', latin('x')],
  ['broken', 'a JPEG with a page behind it', Buffer.concat([jpeg(), latin('<script>alert(1)</script>')])],
  ['broken', 'a PNG with an archive behind it', Buffer.concat([png(), latin('PK\x03\x04')])],
  ['broken', 'a WebP with something behind it', Buffer.concat([webp(lossy), latin('PK')])],
  ['broken', 'a JPEG that ends before its time', jpeg().subarray(0, -2)],
  ['broken', 'a JPEG of three bytes', jpeg().subarray(0, 3)],
  ['broken', 'a JPEG without lines', Buffer.concat([latin('\xff\xd8'), frame(64, 48), latin('\xff\xd9')])],
  ['broken', 'a JPEG whose size comes after its lines', Buffer.concat([latin('\xff\xd8'), scan, jpeg().subarray(2)])],
  ['broken', 'a JPEG that is drawn over and over', twoScans(...Array.from({ length: 100 }, () => scan))],
  ['broken', 'a JPEG that changes its height at the end', twoScans(segment(0xdc, big(65_535, 2)))],
  ['broken', 'a PNG without a picture', Buffer.concat([png().subarray(0, 33), chunk('IEND', Buffer.alloc(0))])],
  ['broken', 'a WebP that says late what it is', webp(lossy, extended(0))],
  [
    'broken',
    'a WebP with words behind what it is',
    webp(part('VP8X', Buffer.concat([extended(0).subarray(8), latin(PLACE)])), lossy),
  ],
  ['broken', 'a JPEG with two sizes', jpeg(frame(2, 2))],
  ['broken', 'a PNG whose size comes late', png(chunk('IHDR', Buffer.alloc(13)))],
  ['broken', 'a PNG whose part is longer than the file', png().fill(0xff, 33, 37)],
  ['broken', 'a WebP with two sizes', webp(extended(0, 65), lossy)],
  ['broken', 'a WebP that moves', webp(extended(0x02), part('ANIM', Buffer.alloc(6)), part('ANMF', lossy))],
  ['side', 'a picture of one pixel', png().fill(0, 16, 24).fill(1, 19, 20).fill(1, 23, 24)],
  ['side', 'a picture of millions of pixels', png().fill(0x7f, 16, 24)],
  ['bytes', 'more bytes than it may have', Buffer.concat([jpeg(), Buffer.alloc(512 * 1024)])],
])('refuses as %s %s', (because, _what, bytes) => {
  expect(judgePhoto(bytes)).toEqual({ ok: false, because });
});
