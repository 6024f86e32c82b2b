import { expect, type Page, test } from '@playwright/test';
import { judge, openAccount, picture, product } from './support.ts';

const PLACE = 'GPSLatitude 40.4168';

/** A wide photo as a phone writes it: large, and with the place where it was taken. */
async function photoOfAPhone(page: Page): Promise<Buffer> {
  const drawn = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [2000, 1500];
    const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
    pen.scale(0.5, 0.5);
    const sky = pen.createLinearGradient(0, 0, 0, 3000);
    sky.addColorStop(0, '#7db4d8');
    sky.addColorStop(1, '#e9c79a');
    pen.fillStyle = sky;
    pen.fillRect(0, 0, 4000, 3000);
    // a head and its shoulders in the middle
    pen.fillStyle = '#7a4a33';
    pen.beginPath();
    pen.arc(2000, 1250, 620, 0, 2 * Math.PI);
    pen.arc(2000, 3000, 1150, 0, 2 * Math.PI);
    pen.fill();
    return canvas.toDataURL('image/jpeg', 0.9);
  });
  const jpeg = Buffer.from(drawn.slice(drawn.indexOf(',') + 1), 'base64');
  const exif = Buffer.concat([Buffer.from(`Exif\0\0${PLACE}`, 'latin1'), Buffer.alloc(20_000)]);
  const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

const kept = async (email: string) =>
  await product.database(
    async (sql) =>
      (
        await sql`select f.mime, f.bytes from guard.person_photo f join guard.person p on p.id = f.person_id where p.email = ${email}`
      )[0] as { mime: string; bytes: Buffer } | undefined,
  );

test('a person has a photo, which is small, says nothing of where it was taken, and gives way to their initials', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  await page.goto('/settings/profile');
  const section = page.getByRole('region', { name: 'Foto' });
  const own = page.getByRole('button', { name: /Tu cuenta/ });
  await expect(section.getByText('Ahora se ven tus iniciales.')).toBeVisible();
  await judge(page, 'photo-none', section);

  // what is no picture is refused before it leaves, whatever it is called
  const field = section.locator('input[type=file]');
  await expect(async () => {
    await field.setInputFiles({ name: 'nota.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('<svg/>') });
    await expect(section.getByRole('alert')).toContainText('No podemos abrir «nota.jpg»', { timeout: 2_000 });
  }).toPass();
  // asked for early: the browser is told of it in its own time, and a key may be faster
  const choosing = page.waitForEvent('filechooser');
  await judge(page, 'photo-refused', section);

  // by keyboard: the field is in the order of the page and opens what chooses files
  await section.getByLabel('Añadir una foto').focus();
  await page.keyboard.press('Space');
  const chooser = await choosing;
  await chooser.setFiles({ name: 'yo.jpg', mimeType: 'image/jpeg', buffer: await photoOfAPhone(page) });
  await expect(section.getByText('Así se verá.')).toBeVisible();
  await expect(section.getByRole('alert')).toBeHidden();
  await judge(page, 'photo-preview', section);
  expect(await kept(email)).toBeUndefined();

  // a refusal of the server's stands at the field, and the choice stays
  await page.route('**/photo', (route) => route.fulfill({ status: 503, body: '{}', contentType: 'application/json' }));
  await section.getByRole('button', { name: 'Usar esta foto' }).click();
  await expect(section.getByRole('alert')).toBeVisible();
  await page.unroute('**/photo');
  await section.getByRole('button', { name: 'Usar esta foto' }).click();
  await expect(section.getByText('Tu foto de ahora')).toBeVisible();
  await expect(section.getByLabel('Cambiar la foto')).toBeFocused();
  const drawn = own.locator('img');
  await expect(drawn).toBeVisible();
  expect(await drawn.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([
    256, 256,
  ]);
  await judge(page, 'photo-set', section);
  const { mime, bytes } = (await kept(email)) as { mime: string; bytes: Buffer };
  expect([mime, bytes.includes(PLACE), bytes.includes('Exif')]).toEqual(['image/jpeg', false, false]);
  expect(bytes.length).toBeLessThan(64 * 1024);
  await page.goto('/inbox');
  await expect(drawn).toBeVisible();
  await picture(page, 'photo-inbox');

  // a picture that does not come leaves the initials
  await page.route('**/photo/**', (route) => route.abort());
  await page.goto('/settings/profile');
  await expect(section.getByText('Tu foto de ahora')).toBeVisible();
  await expect(own.locator('[data-initials]')).toHaveAttribute('data-initials', 'AR');
  await expect(drawn).toBeHidden();
  await picture(page, 'photo-away');
  await page.unroute('**/photo/**');

  await page.reload();
  await expect(drawn).toBeVisible();
  await section.getByRole('button', { name: 'Quitar' }).click();
  await expect(section.getByText('Ahora se ven tus iniciales.')).toBeVisible();
  await expect(drawn).toHaveCount(0);
  expect(await kept(email)).toBeUndefined();

  await page.getByLabel('Idioma').selectOption('en');
  await page.getByRole('button', { name: 'Guardar' }).click();
  const english = page.getByRole('region', { name: 'Photo' });
  await english
    .getByLabel('Add a photo')
    .setInputFiles({ name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('x') });
  await expect(english.getByRole('alert')).toContainText('We cannot open “note.txt” as a photo');
});
