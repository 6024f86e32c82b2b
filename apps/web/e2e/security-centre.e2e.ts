import { expect, test } from '@playwright/test';
import { codeOn } from '../src/server/trial/authenticator.ts';
import { judge, letProofAge, logIn, openAccount, PASSWORD, product } from './support.ts';

test('people see who is in their account, take their history with them and have it forgotten', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(240_000);
  await openAccount(page);
  await page.goto('/inbox');
  await page.getByRole('button', { name: /Tu cuenta/ }).click();
  await page.getByRole('menuitem', { name: 'Seguridad' }).click();
  await expect(page.getByRole('heading', { name: 'Seguridad', level: 1 })).toBeVisible();
  await expect(page.locator('[data-session=current]')).toContainText('Esta sesión');
  await expect(page.locator('[data-device=current]')).toContainText('Este dispositivo');
  await expect(page.locator('[data-event=init]')).toContainText('Se entró en tu cuenta con');
  await judge(page, 'security');

  await page.getByRole('button', { name: 'Descargar mi historial' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await judge(page, 'security-take');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Completo (JSON)' }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^recado-[\d-]+\.json$/);
  await expect(page.locator('[data-event=exported]')).toBeVisible();

  await page.getByRole('button', { name: 'Borrar mi historial' }).click();
  await judge(page, 'security-forget');
  await page.getByRole('dialog').getByRole('button', { name: 'Borrar mi historial' }).click();
  // nothing is a day old yet, so nothing went
  await expect(page.locator('[data-event=erased]')).toContainText('0 sesiones');
  await expect(page.locator('[data-event=init]')).toBeVisible();
  await judge(page, 'security-after');
});

test('a delicate act asks once who it is, goes on by itself, and the next ones do not ask', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(240_000);
  const email = await openAccount(page);
  await page.goto('/settings/security');
  const proof = page.getByRole('dialog', { name: 'Demuestra que eres tú' });
  await letProofAge(email);
  await page.getByRole('button', { name: 'Descargar mi historial' }).click();
  await page.getByRole('button', { name: 'Completo (JSON)' }).click();
  await expect(proof.getByLabel('Tu contraseña')).toBeFocused();
  await judge(page, 'proof');
  await proof.getByLabel('Tu contraseña').fill('no es esta');
  await proof.getByRole('button', { name: 'Confirmar' }).click();
  await expect(proof.getByText('No coincide.')).toBeVisible();
  await proof.getByRole('button', { name: 'Recibir un código por correo' }).click();
  await product.skipMail(email);
  await proof.getByRole('button', { name: 'Enviar el código' }).click();
  await expect(proof.getByText(`Hemos enviado un código a ${email}.`)).toBeVisible();
  await judge(page, 'proof-mail');
  const download = page.waitForEvent('download');
  await proof.getByLabel('Código de 6 cifras').fill(await product.codeFor(email));
  expect((await download).suggestedFilename()).toMatch(/^recado-[\d-]+\.json$/);
  await expect(proof).toBeHidden();

  // the next one is a moment later: nothing is asked
  await page.goto('/settings/two-factor');
  await page.getByRole('button', { name: 'Activar' }).click();
  const qr = page.getByRole('img', { name: 'Código QR para la aplicación de códigos' });
  const secret = new URL((await qr.getAttribute('data-qr')) as string).searchParams.get('secret') as string;
  await page.getByLabel('Código de la aplicación').fill(codeOn(secret));
  await page.getByRole('button', { name: 'Confirmar' }).click();
  await page.getByRole('button', { name: 'Ya los he guardado' }).click();
  await page.goto('/settings/security');
  await letProofAge(email);
  const trust = page.getByRole('button', { name: 'Confiar en este dispositivo' });
  const trusted = page.locator('[data-trusted=current]');
  await trust.click();
  // whoever has a second factor proves themselves by that
  await proof.getByLabel('Código de la aplicación').fill(codeOn(secret, 1));
  await expect(trusted).toContainText('De confianza hasta el');
  await trusted.scrollIntoViewIfNeeded();
  await judge(page, 'security-trusted');
  await trusted.getByRole('button', { name: /^Dejar de confiar/ }).click();
  await expect(page.getByText('Todavía no confías en ninguno.')).toBeVisible();
  await trust.click();
  await expect(trusted).toBeVisible();

  await page.getByRole('button', { name: 'Cambiar la contraseña' }).click();
  await page.getByLabel('Contraseña nueva').fill('contraseña');
  await expect(page.getByText('se usan o se han filtrado')).toBeVisible();
  await page.getByLabel('Contraseña nueva').scrollIntoViewIfNeeded();
  await judge(page, 'security-password');
});

test('the help answers without a session, and finds words without their accents', { tag: '@any-width' }, async ({
  page,
}) => {
  await page.goto('/ayuda');
  await judge(page, 'help');
  await page.getByLabel('Buscar en la ayuda').fill('contrasena asistente');
  await expect(page.getByRole('status')).toHaveText('1 artículo');
  await judge(page, 'help-found');
  await page.getByLabel('Buscar en la ayuda').fill('hipopótamo');
  await expect(page.getByRole('status')).toContainText('No hemos encontrado nada');
  await page.getByLabel('Buscar en la ayuda').fill('inactividad');
  await page.getByRole('link', { name: /Por qué se cierra la sesión por inactividad/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Por qué se cierra la sesión por inactividad');
  await judge(page, 'help-article');
  expect((await page.goto('/ayuda/no-existe'))?.status()).toBe(404);
});

test('a person is called and spoken to as they say', { tag: '@any-width' }, async ({ page }) => {
  await openAccount(page);
  await page.goto('/settings/profile');
  // a form that is not awake yet gets its first value back
  await expect(async () => {
    await page.getByLabel('Tu nombre').fill('');
    await page.getByRole('button', { name: 'Guardar' }).click();
    await expect(page.getByText('Falta este dato')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await judge(page, 'profile');
  await page.getByLabel('Tu nombre').fill('Ana María Ruiz');
  await page.getByLabel('Zona horaria').selectOption('America/Mexico_City');
  await page.getByLabel('Idioma').selectOption('en');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByRole('heading', { name: 'Your profile' })).toBeVisible();
  await page.reload();
  await expect(page.getByLabel('Your name')).toHaveValue('Ana María Ruiz');
  await expect(page.getByLabel('Time zone')).toHaveValue('America/Mexico_City');
  await page.goto('/settings/security');
  await expect(page.getByRole('heading', { name: 'Security', level: 1 })).toBeVisible();
  await judge(page, 'security-english');
});

test('a changed password ends the other browser, which says why, and leaves this one in', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  await product.database(
    (sql) =>
      sql`update guard.account a set session_limit = 2 from guard.person p where p.id = a.person_id and p.email = ${email}`,
  );
  const other = await browser.newContext({ locale: 'es-ES' });
  const second = await other.newPage();
  await second.setViewportSize(page.viewportSize() ?? { width: 1280, height: 800 });
  await logIn(second, email);
  await page.goto('/settings/security');
  await expect(page.locator('[data-session=other]')).toBeVisible();
  await page.getByRole('button', { name: 'Cambiar la contraseña' }).click();
  await page.getByLabel('Contraseña nueva').fill('otro tren azul a Teruel');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByText('Hemos cerrado otra sesión.')).toBeVisible();
  await expect(page.locator('[data-session=other]')).toBeHidden();
  await expect(second.getByRole('heading', { name: 'La contraseña ha cambiado' })).toBeVisible();
  await judge(second, 'ended-password');
  await other.close();
});

test('connecting a number asks who it is, over the form that asked for it', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  await page.goto('/settings/connections');
  await page.getByRole('button', { name: 'Conectar un número' }).first().click();
  await page.getByLabel('Nombre para reconocerlo').fill('Mostrador');
  await letProofAge(email);
  await page.getByRole('dialog').getByRole('button', { name: 'Conectar', exact: true }).click();
  const proof = page.getByRole('dialog', { name: 'Demuestra que eres tú' });
  await expect(proof.getByLabel('Tu contraseña')).toBeFocused();
  await judge(page, 'proof-over-form');
  // closed, it has done nothing and says so; asked again, it goes on
  await page.keyboard.press('Escape');
  await expect(page.getByText('No hemos cambiado nada')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Conectar', exact: true }).click();
  await proof.getByLabel('Tu contraseña').fill(PASSWORD);
  await proof.getByRole('button', { name: 'Confirmar' }).click();
  await expect(page.getByRole('heading', { name: 'Mostrador' })).toHaveCount(1);
});
