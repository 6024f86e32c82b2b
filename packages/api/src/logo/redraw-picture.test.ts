import sharp from 'sharp';
import { expect, test } from 'vitest';
import { redrawPicture } from './redraw-picture.ts';

const picture = (width = 64, height = 40) =>
  sharp({ create: { width, height, channels: 3, background: { r: 20, g: 120, b: 200 } } });

test.each(['jpeg', 'png', 'webp'] as const)(
  'a %s comes back as one of its kind, with nothing of the file that was sent',
  async (kind) => {
    const secret = 'GPSLatitude 40.4168';
    const sent = await picture()
      .withExif({ IFD0: { ImageDescription: secret, Copyright: 'someone' } })
      .toFormat(kind)
      .toBuffer();
    expect(sent.includes(secret)).toBe(true);
    const drawn = await redrawPicture(sent, `image/${kind}`, 2048);
    const { format, width, height, exif } = await sharp(drawn as Buffer).metadata();
    expect({ format, width, height, exif }).toEqual({ format: kind, width: 64, height: 40, exif: undefined });
    expect(drawn?.includes(secret)).toBe(false);
  },
);

test('a picture that a phone took lying down stands upright', async () => {
  const lying = await picture(64, 40).withExif({}).withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const { width, height } = await sharp((await redrawPicture(lying, 'image/jpeg', 2048)) as Buffer).metadata();
  expect([width, height]).toEqual([40, 64]);
});

test('what is see-through stays so, and one page is drawn', async () => {
  const clear = await sharp({
    create: { width: 40, height: 40, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer();
  const { hasAlpha, pages } = await sharp((await redrawPicture(clear, 'image/png', 2048)) as Buffer).metadata();
  expect({ hasAlpha, pages }).toEqual({ hasAlpha: true, pages: undefined });
});

test('one that is cut off, too large, or of another kind is not drawn', async () => {
  const sent = await picture().jpeg().toBuffer();
  // its head is whole: only whoever draws it to its end finds that the end is missing
  const large = await picture(400, 400).jpeg().toBuffer();
  expect((await sharp(large.subarray(0, large.length - 300)).metadata()).width).toBe(400);
  expect(await redrawPicture(large.subarray(0, large.length - 300), 'image/jpeg', 2048)).toBeNull();
  expect(await redrawPicture(sent, 'image/jpeg', 32)).toBeNull();
  const svg = Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect width="40" height="40"/></svg>',
  );
  expect(await redrawPicture(svg, 'image/png', 2048)).toBeNull();
  expect(await redrawPicture(await picture().gif().toBuffer(), 'image/png', 2048)).toBeNull();
});
