/** Pixels of a side: twice the largest that a picture of a person is drawn. */
const SIDE = 256;

/**
 * The middle of a picture as a small square JPEG: a photo of any size may be chosen, and nothing but what is seen leaves the browser. Rejects
 * what this browser cannot draw.
 */
export async function shrinkPhoto(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    const canvas = document.createElement('canvas');
    canvas.width = SIDE;
    canvas.height = SIDE;
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('This browser has nothing to draw on.');
    // what can be seen through would turn black
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, SIDE, SIDE);
    pen.imageSmoothingQuality = 'high';
    const side = Math.min(picture.width, picture.height);
    const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
    pen.drawImage(picture, left, top, side, side, 0, 0, SIDE, SIDE);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('Nothing was drawn.'))), 'image/jpeg', 0.86),
    );
  } finally {
    picture.close();
  }
}
