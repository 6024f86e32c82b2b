import sharp from 'sharp';

// one picture at a time in a thread of its own, none kept, and no reader but those of the three kinds that are taken
sharp.concurrency(1);
sharp.cache(false);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});

/**
 * The same picture drawn anew: read to its points and written again, upright and still, so that nothing of the file that was sent is what others
 * are sent. Null for one that cannot be drawn whole. Takes JPEG, PNG and WebP of at most `mostSide` points a side.
 */
export async function redrawPicture(bytes: Buffer, mime: string, mostSide: number): Promise<Buffer | null> {
  try {
    const drawn = sharp(bytes, { limitInputPixels: mostSide * mostSide, failOn: 'warning', pages: 1 })
      .autoOrient()
      .toColourspace('srgb');
    const written =
      mime === 'image/jpeg'
        ? drawn.jpeg({ quality: 90 })
        : mime === 'image/webp'
          ? drawn.webp({ quality: 90 })
          : drawn.png({ compressionLevel: 9 });
    return await written.toBuffer();
  } catch {
    return null;
  }
}
