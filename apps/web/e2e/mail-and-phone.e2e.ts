import { type Browser, expect, type Page, test } from '@playwright/test';
import { freshEmail, freshNumber, judge, openAccount, PASSWORD, product } from './support.ts';

/** A browser that knows nobody, as large as this page. */
async function another(page: Page, browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'es-ES' });
  const fresh = await context.newPage();
  await fresh.setViewportSize(page.viewportSize() ?? { width: 1280, height: 800 });
  return fresh;
}
const linkTo = async (email: string, path: string) =>
  (await product.linkFor(email, path)).replace(/^.*?(?=https?:)/, '');
const textedTo = (number: string) => product.codeFor(`${number}@sms.localhost`);

test('a phone is added in the profile, and lets its person in by a text on a new device', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(240_000);
  const email = await openAccount(page);
  const number = freshNumber();
  await page.goto('/settings/profile');
  const section = page.getByRole('region', { name: 'Teléfono' });
  await expect(section.getByText('No hay ningún teléfono en tu cuenta.')).toBeVisible();
  await judge(page, 'profile');
  await section.getByRole('button', { name: 'Añadir' }).click();
  await section.getByLabel('Tu número de móvil').fill('600 12');
  await section.getByRole('button', { name: 'Enviar el código' }).click();
  await expect(section.getByText(/Este número no parece de un móvil/)).toBeVisible();
  await judge(page, 'profile-phone-wrong', section);
  await section.getByLabel('Tu número de móvil').fill(`+${number}`);
  await section.getByRole('button', { name: 'Enviar el código' }).click();
  await expect(section.getByText(`Escribe el código que hemos enviado a +${number}.`)).toBeVisible();
  await expect(section.getByText(/no sale ningún SMS/)).toBeVisible();
  await judge(page, 'profile-phone-code', section);
  await section.getByLabel('Código de 6 cifras').fill(await textedTo(number));
  await expect(section.getByText(`+${number}`, { exact: true })).toBeVisible();
  await expect(section.getByRole('button', { name: 'Quitar' })).toBeVisible();
  await judge(page, 'profile-phone-on', section);

  const second = await another(page, browser);
  await second.goto('/login');
  await second.getByLabel('Correo electrónico').fill(email);
  await second.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await second.getByRole('button', { name: 'Entrar', exact: true }).click();
  await second.getByRole('button', { name: /Recibir un SMS en •••/ }).click();
  await expect(second.getByRole('heading', { name: 'Mira tu teléfono' })).toBeVisible();
  await expect(second.getByText(`al número •••${number.slice(-3)}`)).toBeVisible();
  await judge(second, 'login-text');
  await textedTo(number);
  await second.getByRole('button', { name: 'Usar otra forma' }).click();
  await second.getByRole('button', { name: 'Entrar de otra forma' }).click();
  await judge(second, 'login-ways');
  await second.getByRole('button', { name: 'Entrar con un código por SMS' }).click();
  await judge(second, 'login-phone');
  await second.getByLabel('Tu número de móvil').fill(`+${number}`);
  await second.getByRole('button', { name: 'Enviar el código' }).click();
  await second.getByLabel('Código de 6 cifras').fill(await textedTo(number));
  await expect(second).toHaveURL(/\/(home|inbox|welcome)/);
  await second.context().close();
});

test('an address is changed by the code that went to it, and its former owner takes it back', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(240_000);
  const email = await openAccount(page);
  const next = freshEmail();
  await page.goto('/settings/profile');
  const section = page.getByRole('region', { name: 'Correo' });
  await section.getByRole('button', { name: 'Cambiar' }).click();
  await section.getByLabel('Tu correo nuevo').fill(next);
  await judge(page, 'profile-mail-new', section);
  await section.getByRole('button', { name: 'Enviar el código' }).click();
  await expect(section.getByText(`Escribe el código que hemos enviado a ${next}.`)).toBeVisible();
  await judge(page, 'profile-mail-code', section);
  await section.getByLabel('Código de 6 cifras').fill(await product.codeFor(next));
  await expect(section.getByText(next, { exact: true })).toBeVisible();

  const second = await another(page, browser);
  await second.goto(await linkTo(email, '/login/undo-email'));
  await expect(second).toHaveURL(/\/login\/undo-email$/);
  // opening it has done nothing yet
  await expect(second.getByRole('heading', { name: '¿No has cambiado tú la dirección?' })).toBeVisible();
  await page.reload();
  await expect(section.getByText(next, { exact: true })).toBeVisible();
  await judge(second, 'undo-email');
  await second.getByRole('button', { name: 'Deshacer el cambio' }).click();
  await expect(second.getByRole('heading', { name: 'Tu cuenta vuelve a ser tuya' })).toBeVisible();
  await judge(second, 'undo-email-done');
  await expect(page.getByRole('heading', { name: 'Tu sesión ha terminado' })).toBeVisible({ timeout: 35_000 });
  await second.goto(await linkTo(email, '/login/new-password'));
  await expect(second.getByLabel('Contraseña nueva')).toBeVisible();
  await second.context().close();
});
