import { expect, test } from '@playwright/test';
import { codeOn } from '../src/server/trial/authenticator.ts';
import { expectAccessible, logIn, openAccount, PASSWORD, picture, product } from './support.ts';

test('a new browser asks for a code from the mailbox, on the same page, before it lets anybody in', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  const other = await browser.newContext({ locale: 'es-ES' });
  const second = await other.newPage();
  await second.setViewportSize(page.viewportSize() ?? { width: 1280, height: 800 });
  await product.skipMail(email);
  await second.goto('/login');
  await second.getByLabel('Correo electrónico').fill(email);
  await second.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await second.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(second.getByRole('heading', { name: 'Mira tu correo' })).toBeVisible();
  await expect(second.getByText(/p•••@taller\.example/)).toBeVisible();
  await expect(second.getByRole('link', { name: 'Abrir el buzón de pruebas' })).toBeVisible();
  const field = second.getByLabel('Código de 6 cifras');
  await expect(field).toHaveAttribute('autocomplete', 'one-time-code');
  await expect(second.getByText(/Podrás pedir otro en/)).toBeVisible();
  await expectAccessible(second);
  await picture(second, 'login-code');
  const code = await product.codeFor(email);
  await field.fill(code === '000000' ? '000001' : '000000');
  await expect(second.getByText('El código no es correcto. Te quedan 4 intentos.')).toBeVisible();
  await picture(second, 'login-code-wrong');
  // the first browser is still in: a password alone displaced nobody
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Conversaciones' }).first()).toBeVisible();
  // as people paste it
  await field.fill(`${code.slice(0, 3)} ${code.slice(3)}`);
  await expect(second).toHaveURL(/\/(home|inbox|welcome)/);
  await other.close();
});

test('two steps are set up with a phone, and a recovery code lets in whoever lost it', { tag: '@any-width' }, async ({
  page,
  browser,
}) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  await page.goto('/settings/two-factor');
  await page.getByRole('button', { name: 'Activar' }).click();
  const qr = page.getByRole('img', { name: 'Código QR para la aplicación de códigos' });
  await expect(qr).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'two-factor-qr');
  const secret = new URL((await qr.getAttribute('data-qr')) as string).searchParams.get('secret') as string;
  await page.getByLabel('Código de la aplicación').fill(codeOn(secret));
  await page.getByRole('button', { name: 'Confirmar' }).click();
  await expect(page.getByRole('heading', { name: 'Guarda estos códigos de recuperación' })).toBeVisible();
  const codes = await page
    .getByRole('listitem')
    .filter({ hasText: /^\w{4}-\w{4}-\w{4}$/ })
    .allTextContents();
  expect(codes).toHaveLength(10);
  await expectAccessible(page);
  await picture(page, 'two-factor-codes');
  await page.getByRole('button', { name: 'Ya los he guardado' }).click();
  await expect(page.getByText('Te quedan 10 códigos de recuperación.')).toBeVisible();
  await picture(page, 'two-factor-on');

  const other = await browser.newContext({ locale: 'es-ES' });
  const second = await other.newPage();
  await second.setViewportSize(page.viewportSize() ?? { width: 1280, height: 800 });
  await second.goto('/login');
  await second.getByLabel('Correo electrónico').fill(email);
  await second.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await second.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(second.getByRole('heading', { name: 'Un paso más' })).toBeVisible();
  await expectAccessible(second);
  await picture(second, 'login-factor');
  await second.getByRole('button', { name: /usar un código de recuperación/ }).click();
  await picture(second, 'login-recovery');
  await second.getByLabel('Código de recuperación').fill(codes[0] as string);
  await second.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(second).toHaveURL(/\/(home|inbox|welcome)/);
  await other.close();
});

test('a forgotten password is set anew by the link from the mail, and ends the session that was open', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  await page.goto('/inbox');
  const other = await browser.newContext({ locale: 'es-ES' });
  const second = await other.newPage();
  await second.setViewportSize(page.viewportSize() ?? { width: 1280, height: 800 });
  await second.goto('/login');
  await second.getByRole('link', { name: 'He olvidado la contraseña' }).click();
  // the page before it has a field of the same name
  await expect(second.getByRole('heading', { name: 'Pon una contraseña nueva' })).toBeVisible();
  await second.getByLabel('Correo electrónico').fill(email);
  await expectAccessible(second);
  await picture(second, 'forgotten');
  await second.getByRole('button', { name: 'Enviar el enlace' }).click();
  await expect(second.getByText(`Si ${email} tiene una cuenta`)).toBeVisible();
  await picture(second, 'forgotten-sent');
  await second.goto(await product.linkFor(email, '/login/new-password'));
  await expect(second).toHaveURL((url) => url.pathname === '/login/new-password' && url.hash === '');
  await second.getByLabel('Contraseña nueva').fill('otro tren azul a Teruel');
  await expectAccessible(second);
  await picture(second, 'new-password');
  await second.getByRole('button', { name: 'Guardar' }).click();
  await expect(second.getByRole('heading', { name: 'Hecho' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'La contraseña ha cambiado' })).toBeVisible({ timeout: 15_000 });
  await logIn(second, email, 'otro tren azul a Teruel');
  await other.close();
});

test('nothing can be typed before a page is awake, and it brings the texts of one language', {
  tag: '@any-width',
}, async ({ page }) => {
  let wake = () => {};
  const held = new Promise<void>((resolve) => {
    wake = resolve;
  });
  await page.route(/\/_next\/static\/chunks\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  const scripts: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) scripts.push(response.text());
  });
  await page.goto('/login', { waitUntil: 'commit' });
  const field = page.getByLabel('Contraseña', { exact: true });
  await expect(field).toBeDisabled();
  wake();
  await field.fill(PASSWORD);
  await expect(field).toHaveValue(PASSWORD);
  const brought = (await Promise.all(scripts)).join();
  expect([brought.includes('Somos varios: ver plan Equipo'), brought.includes('There are several of us')]).toEqual([
    true,
    false,
  ]);
});

test('a password field hides what is typed, shows it when asked, and takes what is pasted and what a password manager keeps', {
  tag: '@any-width',
}, async ({ page }) => {
  for (const [path, keeps] of [
    ['/login', 'current-password'],
    ['/signup', 'new-password'],
  ]) {
    await page.goto(path as string);
    const mail = page.getByLabel('Correo electrónico');
    const field = page.getByLabel('Contraseña', { exact: true });
    await expect(field).toHaveAttribute('type', 'password');
    await expect(field).toHaveAttribute('autocomplete', keeps as string);
    await expect(mail).toHaveAttribute('autocomplete', /username|email/);
    await mail.fill(PASSWORD);
    await mail.selectText();
    await page.keyboard.press('ControlOrMeta+c');
    await field.focus();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(field).toHaveValue(PASSWORD);
    await page.getByRole('button', { name: 'Mostrar contraseña' }).click();
    await expect(field).toHaveAttribute('type', 'text');
    await page.getByRole('button', { name: 'Ocultar contraseña' }).click();
    await expect(field).toHaveAttribute('type', 'password');
  }
});
