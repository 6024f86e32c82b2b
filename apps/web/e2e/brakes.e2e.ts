import { expect, test } from '@playwright/test';
import { expectAccessible, openAccount, PASSWORD, picture, product } from './support.ts';

test('after three failures the browser does some work by itself, says so, and the right password goes through', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(120_000);
  const email = await openAccount(page);
  const other = await browser.newContext();
  const form = await other.newPage();
  // the work waits until the screen has been looked at: it takes a second or two, which is too short for that
  await form.addInitScript(() => {
    const held = window as unknown as { go: Promise<void>; letGo: () => void };
    held.go = new Promise((resolve) => {
      held.letGo = resolve;
    });
    const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
    crypto.subtle.deriveBits = async (...args) => {
      await held.go;
      return await derive(...args);
    };
  });
  await form.goto('/login');
  const tries = async (password: string) => {
    await form.getByLabel('Correo electrónico').fill(email);
    await form.getByLabel('Contraseña', { exact: true }).fill(password);
    // by keyboard alone
    await form.keyboard.press('Enter');
  };
  for (let n = 0; n < 3; n += 1) {
    const answered = form.waitForResponse((response) => response.url().includes('auth.logIn'));
    await tries(`otra contraseña ${n}`);
    await answered;
    await expect(form.getByText('El correo o la contraseña no coinciden.')).toBeVisible();
  }
  await tries(PASSWORD);
  await expect(form.getByRole('status').filter({ hasText: 'Comprobando que no eres un programa' })).toBeVisible();
  await picture(form, 'captcha');
  await expectAccessible(form);
  await form.evaluate(() => (window as unknown as { letGo: () => void }).letGo());
  // the password is right now, and the browser new
  await form.getByLabel('Código de 6 cifras').fill(await product.codeFor(email), { timeout: 60_000 });
  await expect(form).not.toHaveURL(/\/login/);
  await other.close();
});

test('the link that unlocks an account gives its secret to no address, and says what is wrong with it', {
  tag: '@any-width',
}, async ({ page }) => {
  await page.goto(`/unlock#${'A'.repeat(43)}`);
  await expect(page).toHaveURL(/\/unlock$/);
  await expectAccessible(page);
  await picture(page, 'unlock');
  await page.getByRole('button', { name: 'Desbloquear' }).press('Enter');
  await expect(page.getByText('Este enlace ya se usó o ha caducado.')).toBeVisible();
  await page.goto('/login');
  await page.goto('/unlock');
  await expect(page.getByText('A este enlace le falta una parte.')).toBeVisible();
});
