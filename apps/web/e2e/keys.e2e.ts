import { type CDPSession, expect, type Page, test } from '@playwright/test';
import {
  finishLogIn,
  freshEmail,
  judge,
  letProofAge,
  openAccount,
  PASSWORD,
  product,
  skipExplainer,
} from './support.ts';

/** An authenticator inside the browser, whose person always shows their finger. */
async function giveAuthenticator(page: Page): Promise<{ cdp: CDPSession; authenticatorId: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', ctap2Version: 'ctap2_1', transport: 'internal' },
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  });
  return { cdp, authenticatorId };
}

/** Out, and before the door again. */
async function leave(page: Page): Promise<void> {
  await page.goto('/inbox');
  // a menu that opened before the page was awake closes as it wakes
  await expect(async () => {
    await page.getByRole('button', { name: /Tu cuenta/ }).click();
    await page.getByRole('menuitem', { name: 'Cerrar sesión' }).click({ timeout: 3_000 });
  }).toPass();
  await expect(page).toHaveURL(/\/login/);
}

test('a passkey is made in the security centre, logs in without a password, proves its owner, and is removed', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(240_000);
  const email = await openAccount(page);
  const { cdp, authenticatorId } = await giveAuthenticator(page);
  await page.goto('/settings/security');
  const section = page.getByRole('region', { name: 'Llaves de acceso' });
  const dialog = page.getByRole('dialog');
  await expect(section.getByText(/Aún no tienes ninguna/)).toBeVisible();
  await judge(page, 'passkeys-none', section);
  await section.getByRole('button', { name: 'Añadir una llave' }).click();
  await expect(page.getByText('Llave añadida. Te hemos avisado por correo.')).toBeVisible();
  await expect(section.getByText('Sin usar todavía')).toBeVisible();
  await expect(page.locator('[data-event=way_added]')).toContainText('una llave de acceso');

  await section.getByRole('button', { name: /^Acciones para/ }).click();
  await page.getByRole('menuitem', { name: 'Cambiar el nombre' }).click();
  await dialog.getByLabel('Nombre').fill('');
  await dialog.getByRole('button', { name: 'Guardar' }).click();
  await expect(dialog.getByRole('alert')).toBeVisible();
  await judge(page, 'passkeys-rename');
  await dialog.getByLabel('Nombre').fill('El portátil');
  await dialog.getByLabel('Nombre').press('Enter');
  await expect(section.getByText('El portátil')).toBeVisible();
  await judge(page, 'passkeys-one', section);

  // the field of the address offers passkeys by itself: here nobody takes one up
  const touch = (isTouched: boolean) =>
    cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: isTouched });
  await touch(false);
  await leave(page);
  // a password alone is not enough any more, in this browser neither
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Mira tu correo' })).toBeVisible();
  await judge(page, 'login-code-or-passkey');
  await touch(true);
  await page.getByRole('button', { name: 'Entrar con una llave de acceso' }).click();
  await expect(page).not.toHaveURL(/\/login/);

  // on a fresh page of the door, in a browser that has used one, the field offers it
  await touch(false);
  await leave(page);
  await touch(true);
  await expect(page).not.toHaveURL(/\/login/);
  // and where none was used before, the button does
  await touch(false);
  await leave(page);
  await page.evaluate(() => localStorage.removeItem('recado.passkey'));
  await page.reload();
  await touch(true);
  await page.getByRole('button', { name: 'Entrar con una llave de acceso' }).click();
  await expect(page).not.toHaveURL(/\/login/);

  // as many as there may be: it says so, and what lifts it
  await product.database(
    (sql) => sql`
      insert into guard.passkey (person_id, credential_id, public_key, sign_count, name, is_synced, created_at)
        select p.id, decode(replace(gen_random_uuid()::text, '-', ''), 'hex'), '\\x01', 0, 'Otra ' || n, true, now() + n * interval '1 second'
          from guard.person p, generate_series(1, 19) n where p.email = ${email}`,
  );
  await page.goto('/settings/security');
  await expect(section.getByText(/Tienes 20 llaves/)).toBeVisible();
  await expect(section.getByRole('button', { name: 'Añadir una llave' })).toBeHidden();
  await judge(page, 'passkeys-full', section);
  await product.database(
    (sql) => sql`
      delete from guard.passkey k using guard.person p where p.id = k.person_id and p.email = ${email} and k.name like 'Otra %'`,
  );

  await letProofAge(email);
  await page.goto('/settings/security');
  await expect(section.getByText(/Último uso/)).toBeVisible();
  await section.getByRole('button', { name: 'Acciones para El portátil' }).click();
  await page.getByRole('menuitem', { name: 'Quitar' }).click();
  await judge(page, 'passkeys-remove');
  await dialog.getByRole('button', { name: 'Quitar' }).click();
  const proof = page.getByRole('dialog', { name: 'Demuestra que eres tú' });
  await expect(proof.getByRole('button', { name: 'Usar una llave de acceso' })).toBeVisible();
  await judge(page, 'prove-by-passkey');
  await proof.getByRole('button', { name: 'Usar una llave de acceso' }).click();
  await expect(section.getByText(/Aún no tienes ninguna/)).toBeVisible();
  await expect(page.locator('[data-event=way_removed]')).toBeVisible();
  await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
});

test('whoever closes the window of the browser is told so, and can log in otherwise', { tag: '@any-width' }, async ({
  page,
}) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  await leave(page);
  const { cdp, authenticatorId } = await giveAuthenticator(page);
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await expect(page.getByRole('button', { name: 'Entrar con una llave de acceso' })).toBeVisible();
  await judge(page, 'login-ways');
  await page.getByRole('button', { name: 'Entrar con una llave de acceso' }).click();
  await expect(page.getByText('No has llegado a usar la llave.')).toBeVisible({ timeout: 60_000 });
  await judge(page, 'login-passkey-cancelled');
  await page.getByLabel('Correo electrónico').fill(email);
  await finishLogIn(page);
});

test('a plan that asks for two steps takes a passkey for them', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  await giveAuthenticator(page);
  await product.database(
    (sql) => sql`
      update app.account a set plan = 'team', plan_version = 1 from app.workspace w, app.member m, guard.person p
       where w.account_id = a.id and m.workspace_id = w.id and p.id = m.person_id and p.email = ${email}`,
  );
  await page.goto('/inbox');
  await expect(page.getByText('El plan de este negocio pide dos pasos')).toBeVisible();
  await judge(page, 'two-steps-required');
  await page.getByRole('button', { name: 'Crear una llave de acceso' }).click();
  await expect(page.getByText('El plan de este negocio pide dos pasos')).toBeHidden();
  await expect(page.getByRole('link', { name: /Bandeja|Conversaciones/ }).first()).toBeVisible();
});

/** Goes to the issuer by its button, which is pressed again where the page was not awake yet when it was pressed. */
async function toIssuer(page: Page, button: string): Promise<void> {
  await expect(async () => {
    await page.getByRole('button', { name: button }).click({ timeout: 2_000 });
    await expect(page.getByRole('heading', { name: /^Cuenta de prueba de/ })).toBeVisible({ timeout: 5_000 });
  }).toPass({ timeout: 40_000 });
}

/** Says who one is on the page of this machine that stands in for an issuer. */
async function sayWho(
  page: Page,
  email: string,
  more: { runsMailbox?: boolean; picture?: string } = {},
): Promise<void> {
  await expect(page.getByRole('heading', { name: /^Cuenta de prueba de/ })).toBeVisible();
  await page.getByLabel('Nombre').fill('Eva Sanz');
  await page.getByRole('textbox', { name: 'Correo' }).fill(email);
  if (more.runsMailbox) await page.getByRole('checkbox').check();
  if (more.picture) await judge(page, more.picture);
  await page.getByRole('button', { name: 'Continuar' }).click();
}

test('an account at an issuer signs up, logs in, is linked and unlinked', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(240_000);
  const email = freshEmail();
  await page.goto('/signup');
  await expect(page.getByRole('button', { name: 'Continuar con Google' })).toBeVisible();
  await judge(page, 'signup-ways');
  await toIssuer(page, 'Continuar con Google');
  await sayWho(page, email, { runsMailbox: true, picture: 'issuer' });
  await expect(page.getByRole('heading', { name: 'Solo falta tu negocio' })).toBeVisible();
  await expect(page.getByLabel('Correo electrónico')).toHaveValue(email);
  await judge(page, 'signup-federated');
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await judge(page, 'signup-federated-errors');
  await page.getByLabel('Nombre del negocio').fill('Taller Sanz');
  await page.getByLabel('A qué os dedicáis').selectOption({ label: 'Concesionario' });
  await page.getByLabel(/Acepto las condiciones/).check();
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(page).toHaveURL(/\/welcome/);
  await skipExplainer(page);

  await leave(page);
  await toIssuer(page, 'Entrar con Google');
  await page.getByRole('button', { name: 'Cancelar' }).click();
  await expect(page.getByText('No has llegado a entrar con la otra cuenta.')).toBeVisible();
  await judge(page, 'login-issuer-cancelled');
  await toIssuer(page, 'Entrar con Google');
  await sayWho(page, email, { runsMailbox: true });
  await expect(page).toHaveURL(/\/(home|inbox|welcome)/);

  await page.goto('/settings/security');
  const section = page.getByRole('region', { name: 'Cuentas vinculadas' });
  await expect(section.getByText(email)).toBeVisible();
  await judge(page, 'linked-one', section);
  // the only way in stays
  await section.getByRole('button', { name: /^Desvincular/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Desvincular' }).click();
  // the issuer may have asked for nothing: what is delicate wants a proof of its own
  const proof = page.getByRole('dialog', { name: 'Demuestra que eres tú' });
  await product.skipMail(email);
  await proof.getByRole('button', { name: 'Enviar el código' }).click();
  await proof.getByLabel('Código de 6 cifras').fill(await product.codeFor(email));
  await expect(page.getByText(/única forma/)).toBeVisible();
  await judge(page, 'linked-last');

  await section.getByRole('button', { name: 'Vincular Microsoft' }).click();
  await sayWho(page, email);
  await expect(section.getByText('Cuenta vinculada. Te hemos avisado por correo.')).toBeVisible();
  await judge(page, 'linked-two', section);
  await section
    .getByRole('button', { name: /^Desvincular/ })
    .first()
    .click();
  await judge(page, 'linked-remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Desvincular' }).click();
  await expect(section.getByRole('button', { name: /^Desvincular/ })).toHaveCount(1);
  await expect(page.locator('[data-event=way_removed]')).toBeVisible();
});

test('an address that has an account is linked once its owner is in, and not before', { tag: '@any-width' }, async ({
  page,
}) => {
  test.setTimeout(180_000);
  const email = await openAccount(page);
  await leave(page);
  await toIssuer(page, 'Entrar con Google');
  await sayWho(page, email, { runsMailbox: true });
  await expect(page.getByText('Ya tienes una cuenta con ese correo.')).toBeVisible();
  await judge(page, 'login-then-link');
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
  await expect(page).not.toHaveURL(/\/login/);
  await page.goto('/settings/security');
  await expect(page.getByRole('region', { name: 'Cuentas vinculadas' }).getByText(email)).toBeVisible();
});
