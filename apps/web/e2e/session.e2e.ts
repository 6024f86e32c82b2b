import { expect, test } from '@playwright/test';
import { freshEmail, freshNumber, logIn, openAccount, picture, product, signUp } from './support.ts';

test('a second login displaces the first at once, and the first sees who did it', { tag: '@any-width' }, async ({
  page,
  browser,
}) => {
  const email = await openAccount(page);
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Conversaciones' }).first()).toBeVisible();
  const other = await browser.newContext();
  const second = await other.newPage();
  await logIn(second, email);
  await expect(page.getByRole('heading', { name: 'Tu cuenta se ha abierto en otro sitio' })).toBeVisible({
    timeout: 3_000,
  });
  await expect(page.getByText(/con Chrome en Linux|con .+ en Linux/)).toBeVisible();
  await expect(page.getByRole('navigation')).toHaveCount(0);
  await picture(page, 'displaced');
  await other.close();
});

test('the tab of a person whose browser somebody else signs in with shows nothing but the notice', {
  tag: '@any-width',
}, async ({ page, context }) => {
  test.setTimeout(90_000);
  await openAccount(page, 'Clínica Secreta');
  // something to hide: a conversation of the first company, open on the screen
  const number = freshNumber();
  const customer = freshNumber();
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Conectar un número' }).first().click();
  await page.getByLabel('Nombre para reconocerlo').fill('Recepción');
  await page.getByRole('button', { name: 'Conectar', exact: true }).click();
  const scan = page.getByRole('link', { name: 'Escanear con el teléfono simulado' });
  await expect(scan).toBeVisible({ timeout: 20_000 });
  const qr = decodeURIComponent(new URL((await scan.getAttribute('href')) as string).hash.replace('#scan=', ''));
  await product.simulator('POST', 'accounts', { number, name: 'Clínica Secreta' });
  await product.simulator('POST', 'scan', { number, qr });
  await expect(page.getByText('Conectado').first()).toBeVisible({ timeout: 20_000 });
  await product.simulator('POST', 'customers', { number: customer, name: 'Paciente Reservada' });
  await product.simulator('POST', 'send', { from: customer, account: number, text: 'Es un asunto muy privado' });
  await page.goto('/inbox');
  // the name is also said aloud to whoever does not see the list
  await page
    .getByRole('link', { name: /Paciente Reservada/ })
    .first()
    .click();
  await expect(page.getByText('Es un asunto muy privado').first()).toBeVisible();

  const second = await context.newPage();
  await signUp(second, freshEmail(), 'Otra Empresa');
  await expect(page.getByRole('heading', { name: 'Otra persona ha entrado en este navegador' })).toBeVisible({
    timeout: 5_000,
  });
  for (const secret of ['Paciente Reservada', 'Es un asunto muy privado', 'Clínica Secreta']) {
    await expect(page.getByText(secret)).toHaveCount(0);
    expect((await page.content()).includes(secret), `${secret} stands in the document`).toBe(false);
  }
  await picture(page, 'other-person');
  await page.reload();
  for (const secret of ['Paciente Reservada', 'Es un asunto muy privado', 'Clínica Secreta'])
    await expect(page.getByText(secret)).toHaveCount(0);
});

test('logging out in one tab closes the others', { tag: '@any-width' }, async ({ page, context }) => {
  await openAccount(page);
  const second = await context.newPage();
  await second.goto('/inbox');
  await page.goto('/inbox');
  await page.getByRole('button', { name: /Tu cuenta/ }).click();
  await page.getByRole('menuitem', { name: 'Cerrar sesión' }).click();
  await expect(second.getByRole('heading', { name: /Has cerrado la sesión|Tu sesión ha terminado/ })).toBeVisible({
    timeout: 5_000,
  });
});
