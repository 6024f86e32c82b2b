import fs from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { freshEmail, judge, logIn, openAccount, picture, product, signUp } from './support.ts';

const running = JSON.parse(fs.readFileSync(process.env.RECADO_RUNNING_FILE as string, 'utf8')) as {
  demoLoginsFile: string;
};
// a login is one session, and the two widths run at the same time
const readers: Record<string, string> = {
  desktop: 'elena@estudionorte.example',
  phone: 'ruben@estudionorte.example',
};

const longBusiness = 'Marisquería Hermanos Fernández-Villaverde e Hijos';
const longName = 'Teléfono de la recepción de la calle Mayor, 128 (planta baja)';

async function logInToDemo(page: Page, project: string): Promise<void> {
  const passwords = JSON.parse(fs.readFileSync(running.demoLoginsFile, 'utf8')) as Record<string, string>;
  const email = readers[project] as string;
  await logIn(page, email, passwords[email] as string);
  await page.goto('/inbox');
}

test('whoever is not in yet finds the way in', { tag: '@any-width' }, async ({ page, context }) => {
  await page.goto('/login');
  await judge(page, 'login');
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(page.getByText('Falta este dato').first()).toBeVisible();
  await judge(page, 'login-wrong');
  await page.goto('/signup');
  await judge(page, 'signup');
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(page.getByText('Falta este dato').first()).toBeVisible();
  await judge(page, 'signup-wrong');
  await page.getByRole('link', { name: 'Ver precios' }).click();
  // the least that a team pays: its owner and two seats more
  await expect(page.getByRole('listitem').filter({ hasText: 'Equipo' }).first()).toContainText('157');
  await judge(page, 'pricing');
  await page.goto('/no-existe');
  await expect(page.getByRole('heading', { name: 'Aquí no hay nada' })).toBeVisible();
  await judge(page, 'not-found');
  const simulator = await context.newPage();
  await simulator.goto(product.urls.simulator);
  await expect(simulator.getByRole('heading', { name: 'Teléfonos del negocio' })).toBeVisible();
  await judge(simulator, 'simulator');
});

test('a newcomer is led from the code to the QR', async ({ page }) => {
  test.setTimeout(90_000);
  await signUp(page, freshEmail(), longBusiness, () => judge(page, 'verify'));
  await expect(page.getByRole('heading', { name: 'Hola, Ana' })).toBeVisible();
  await expect(page.getByLabel('Nombre para reconocerlo')).toBeVisible();
  await judge(page, 'welcome');
  await page.goto('/inbox');
  await expect(page.getByText('Conecta tu primer número')).toBeVisible();
  await judge(page, 'inbox-empty');
  await page.goto('/settings/connections');
  await expect(page.getByText('Aún no hay ningún número')).toBeVisible();
  await judge(page, 'connections-empty');
  await page.getByRole('button', { name: 'Conectar un número' }).first().click();
  await page.getByLabel('Nombre para reconocerlo').fill(longName);
  await judge(page, 'connect');
  await page.getByRole('button', { name: 'Conectar', exact: true }).click();
  await expect(page.getByRole('img', { name: /Código QR/ })).toBeVisible({ timeout: 20_000 });
  await judge(page, 'connections-qr');
  await page.getByRole('button', { name: 'Usar un código de 8 caracteres' }).click();
  await page.getByLabel('Número de teléfono, con prefijo').fill('+34 600 999 999');
  await page.getByRole('button', { name: 'Pedir código' }).click();
  await expect(page.getByRole('img', { name: /Código para vincular/ })).toBeVisible({ timeout: 20_000 });
  await judge(page, 'connections-code');
});

test('a working day has its list, its thread, its card and its numbers', async ({ page }, { project }) => {
  test.setTimeout(90_000);
  await logInToDemo(page, project.name);
  const rows = page.locator('[data-conversation]');
  await expect(rows.first()).toBeVisible();
  await judge(page, 'inbox');
  await rows.nth(1).click();
  await expect(page.getByRole('log', { name: 'Mensajes' }).locator('[data-message]').last()).toBeVisible();
  await judge(page, 'thread');
  await page.getByRole('button', { name: 'Ficha del contacto' }).click();
  await expect(page.getByRole('complementary', { name: 'Ficha' })).toBeVisible();
  await judge(page, 'card');
  await page.goto('/settings/connections');
  await expect(page.getByText('Conectado', { exact: true }).first()).toBeVisible();
  await judge(page, 'connections');
  await page.goto('/inbox/0190a000-0000-7000-8000-000000000000');
  await expect(page.getByText('Esta conversación no existe')).toBeVisible();
  await judge(page, 'no-conversation');
  await page.setViewportSize({ width: 320, height: 640 });
  for (const path of ['/inbox', '/settings/connections', '/welcome']) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 }).first()).toBeAttached();
    await judge(page, `narrow-${path.split('/').at(-1)}`);
  }
});

test('the notices of an ended session can be read by everybody', { tag: '@any-width' }, async ({ page, browser }) => {
  const email = await openAccount(page);
  await page.goto('/inbox');
  await expect(page.getByText('Conecta tu primer número')).toBeVisible();
  const other = await browser.newContext();
  await logIn(await other.newPage(), email);
  await expect(page.getByRole('heading', { name: 'Tu cuenta se ha abierto en otro sitio' })).toBeVisible();
  await judge(page, 'displaced');
  await page.getByRole('button', { name: 'No he sido yo' }).click();
  await expect(page.getByRole('heading', { name: 'Hemos cerrado todas las sesiones' })).toBeVisible();
  await judge(page, 'not-me');
  await other.close();
});

test('whoever works for several businesses moves between their inboxes, and stays where they went', async ({ page }, {
  project,
}) => {
  test.setTimeout(90_000);
  await logInToDemo(page, project.name);
  const switcher = page.getByRole('button', { name: /^Cambiar de negocio/ });
  const rows = page.locator('[data-conversation]');
  const conversations = () => rows.evaluateAll((all) => all.map((row) => row.getAttribute('data-conversation')));
  await expect(rows.first()).toBeVisible();
  const before = await conversations();
  const here = (await switcher.locator('.font-serif').textContent()) ?? '';
  await switcher.click();
  const there = page.getByRole('dialog', { name: 'Tus negocios' }).getByRole('option').filter({ hasNotText: here });
  const name = (await there.first().locator('.truncate').textContent()) ?? '';
  await picture(page, 'workspaces');
  await there.first().click();
  await expect(switcher).toContainText(name);
  await expect.poll(async () => (await conversations()).filter((id) => before.includes(id)).length).toBe(0);
  await expect(rows.first()).toBeVisible();

  await page.reload();
  await expect(switcher).toContainText(name);
  await expect(rows.first()).toBeVisible();
  expect((await conversations()).filter((id) => before.includes(id))).toEqual([]);
  await rows.first().click();
  await expect(page.getByRole('log', { name: 'Mensajes' }).locator('[data-message]').last()).toBeVisible();
  // what belongs to the other business is not there for this one
  await page.goto(`/inbox/${before[0]}`);
  await expect(page.getByText('Esta conversación no existe')).toBeVisible();
});
