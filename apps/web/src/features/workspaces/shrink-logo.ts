/** Pixels of the longer side: twice the largest that a logo is drawn. */
const SIDE = 512;

/** A picture as a PNG of at most 512 pixels, what can be seen through included; nothing but what is seen leaves the browser. Rejects what it cannot draw. */
export async function shrinkLogo(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(32, Math.round(picture.width * scale));
    canvas.height = Math.max(32, Math.round(picture.height * scale));
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('This browser has nothing to draw on.');
    pen.imageSmoothingQuality = 'high';
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('Nothing was drawn.'))), 'image/png'),
    );
  } finally {
    picture.close();
  }
}
