import { type Browser, expect, type Page, test } from '@playwright/test';
import { closeExplainer, freshEmail, judge, openCompany, PASSWORD, product } from './support.ts';

/** Puts the account of a workspace on a plan; as a demo, which no plan asks for a second factor. */
const onPlan = (workspaceId: string, plan: string, isDemo = false) =>
  product.database(async (sql) => {
    await sql`update app.account a set plan = ${plan}, plan_version = 1 from app.workspace w where w.account_id = a.id and w.id = ${workspaceId}`;
    await sql`update app.workspace set is_demo = ${isDemo} where id = ${workspaceId}`;
  });

/** Another person's browser, as wide as this one. */
async function otherBrowser(browser: Browser, page: Page): Promise<Page> {
  const context = await browser.newContext({ viewport: page.viewportSize(), baseURL: product.urls.web });
  const other = await context.newPage();
  await closeExplainer(other);
  return other;
}

/** The smallest picture there is. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

const menuOf = (page: Page, name: string) => page.getByRole('button', { name: `Qué hacer con ${name}` });

test('an owner invites somebody, who joins by the mail, gets another role, is shut out at once, let in again and taken out', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(180_000);
  const { workspaceId } = await openCompany(page, 'Peluquería Sol');
  await onPlan(workspaceId, 'pro');
  await page.goto('/settings/people');
  await expect(page.getByText('Tu plan es para una persona')).toBeVisible();
  await expect(page.getByText(/Con Equipo sois hasta 10: 157/)).toBeVisible();
  await judge(page, 'people-limit');

  await onPlan(workspaceId, 'team', true);
  await page.reload();
  await expect(page.getByText('1 plaza ocupada de 10.')).toBeVisible();
  await page.getByRole('button', { name: 'Invitar a alguien' }).click();
  const dialog = page.getByRole('dialog', { name: 'Invitar a alguien' });
  await dialog.getByRole('button', { name: 'Mandar la invitación' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Escribe un correo');
  await judge(page, 'people-invite');
  const email = freshEmail();
  await dialog.getByLabel('Su correo').fill(email);
  await dialog.getByRole('button', { name: 'Mandar la invitación' }).click();
  await expect(page.getByText(`Invitación enviada a ${email}`)).toBeVisible();
  await expect(page.getByText('2 plazas ocupadas de 10: 1 es de una invitación abierta.')).toBeVisible();
  await judge(page, 'people-invited');

  const other = await otherBrowser(browser, page);
  await other.goto(await product.linkFor(email, '/join'));
  await expect(other.getByRole('heading', { name: 'Ana Ruiz te invita a Peluquería Sol' })).toBeVisible();
  // the secret has left the address
  expect(new URL(other.url()).hash).toBe('');
  await judge(other, 'join-newcomer');
  await other.getByRole('button', { name: 'Crear mi cuenta y entrar' }).click();
  await expect(other.getByRole('alert').first()).toBeVisible();
  await other.getByLabel('Tu nombre').fill('Bea Soto');
  await other.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await other.getByLabel(/Acepto las condiciones/).check();
  await other.getByRole('button', { name: 'Crear mi cuenta y entrar' }).click();
  await expect(other).toHaveURL(/\/inbox/);

  await page.reload();
  const line = page.getByRole('listitem').filter({ hasText: 'Bea Soto' }).first();
  await expect(line).toContainText('Agente');
  await expect(line).toContainText('en línea');
  await judge(page, 'people-list');
  await menuOf(page, 'Bea Soto').click();
  await page.getByRole('menuitem', { name: 'Cambiar el rol' }).click();
  await page.getByRole('radio', { name: /Encargado/ }).check();
  await judge(page, 'people-role');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await expect(line).toContainText('Encargado');

  // colleagues are shown by their picture
  await expect(line.locator('img')).toHaveCount(0);
  await product.database(async (sql) => {
    const photo = Buffer.from(PIXEL, 'base64');
    await sql`insert into guard.person_photo (person_id, mime, bytes, digest)
      select p.id, 'image/png', ${photo}, sha256(${photo}) from guard.person p where p.email = ${email}`;
  });
  await page.reload();
  await expect(line.locator('img')).toHaveJSProperty('naturalWidth', 1);

  const teams = page.getByRole('region', { name: 'Equipos' });
  await teams.getByRole('button', { name: 'Crear un equipo' }).click();
  const team = page.getByRole('dialog', { name: 'Un equipo nuevo' });
  await team.getByRole('button', { name: 'Guardar' }).click();
  await expect(team.getByText('Ponle un nombre.')).toBeVisible();
  await team.getByLabel('Nombre').fill('Turno de tarde');
  await team.getByLabel('Bea Soto').check();
  await judge(page, 'people-team');
  await team.getByRole('button', { name: 'Guardar' }).click();
  await expect(teams.getByText('1 persona')).toBeVisible();
  await expect(line).toContainText('Turno de tarde');

  // shut out with the tab open: it shows nothing of the company any more, within seconds
  await menuOf(page, 'Bea Soto').click();
  await page.getByRole('menuitem', { name: 'Bloquear' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bloquear' }).click();
  await expect(line).toContainText('Bloqueada');
  await expect(other.getByText('Peluquería Sol')).toHaveCount(0, { timeout: 6_000 });
  await menuOf(page, 'Bea Soto').click();
  await page.getByRole('menuitem', { name: 'Desbloquear' }).click();
  await expect(line).not.toContainText('Bloqueada');

  await menuOf(page, 'Bea Soto').click();
  await page.getByRole('menuitem', { name: 'Sacar del negocio' }).click();
  await expect(page.getByText('Qué pasa con lo suyo')).toBeVisible();
  await judge(page, 'people-remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Sacar del negocio' }).click();
  await expect(page.getByText('Bea Soto ya no está en el negocio.')).toBeVisible();
  await expect(line).toHaveCount(0);
  await expect(page.getByText('1 plaza ocupada de 10.')).toBeVisible();
  await expect(page.getByText('Eres el único propietario')).toBeVisible();
  await other.context().close();
});

test('a link says what became of its invitation, and whoever has an account joins with it', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(120_000);
  const host = await product.signUp('Taller Luna');
  await onPlan(host.workspaceId, 'agency');
  const invite = async (email: string) => {
    const { invitationId } = await host.browser.mutate<{ invitationId: string }>('people.invite', {
      workspaceId: host.workspaceId,
      input: { email, role: 'manager' },
    });
    return { id: invitationId, link: await product.linkFor(email, '/join') };
  };
  const guest = await product.signUp('Otra empresa');
  const [late, back] = [await invite(freshEmail()), await invite(freshEmail())];
  await product.database((sql) => sql`update guard.invitation set expires_at = now() where id = ${late.id}`);
  await host.browser.mutate('people.revokeInvitation', {
    workspaceId: host.workspaceId,
    input: { invitationId: back.id },
  });
  for (const [link, title, name] of [
    [late.link, 'La invitación a Taller Luna ha caducado', 'join-expired'],
    [back.link, 'La invitación a Taller Luna se ha anulado', 'join-revoked'],
    ['/join#nada', 'Este enlace no sirve', 'join-gone'],
  ] as const) {
    await page.goto('about:blank');
    await page.goto(link);
    await expect(page.getByRole('heading', { name: title })).toBeVisible();
    if (name !== 'join-revoked') await judge(page, name);
  }

  // somebody else is in here: they are told, go out, and log in on the same page
  const mine = await invite(guest.email);
  await openCompany(page, 'Una tercera');
  await page.goto('about:blank');
  await page.goto(mine.link);
  await expect(page.getByRole('heading', { name: 'Esta invitación es para otro correo' })).toBeVisible();
  await judge(page, 'join-other');
  await page.getByRole('button', { name: 'Salir y seguir' }).click();
  await expect(page.getByText(`Ya tienes cuenta con ${guest.email}`)).toBeVisible();
  await judge(page, 'join-log-in');

  // in their own browser it is one press
  const own = await otherBrowser(browser, page);
  const proved = await product.proveLogin(guest.email);
  await own
    .context()
    .addCookies(Object.entries(proved).map(([name, value]) => ({ name, value, url: product.urls.web })));
  await own.goto('/login');
  await own.evaluate(() =>
    fetch('/api/trpc/sessionsSingle.initSession', { method: 'POST', headers: { 'content-type': 'application/json' } }),
  );
  await own.goto(mine.link);
  await judge(own, 'join-inside');
  await own.getByRole('button', { name: 'Aceptar y entrar' }).click();
  await expect(own).toHaveURL(/\/home/);
  await own.goto('/settings/people');
  await expect(own.getByText('Quién entra en Taller Luna')).toBeVisible();
  // and goes again by themselves
  await own.getByRole('button', { name: 'Salir del negocio' }).click();
  const leaving = own.getByRole('dialog', { name: '¿Salir de Taller Luna?' });
  await judge(own, 'people-leave');
  await leaving.getByRole('button', { name: 'Salir', exact: true }).click();
  await expect(own.getByRole('button', { name: /Otra empresa/ })).toBeVisible();
  await expect(own.getByText('Taller Luna')).toHaveCount(0);
  await own.context().close();
});

test('a company makes a role of its own where its plan has them', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(90_000);
  const { workspaceId } = await openCompany(page);
  await page.goto('/settings/roles');
  await expect(page.getByRole('heading', { name: 'Los roles propios vienen con Enterprise' })).toBeVisible();
  await judge(page, 'roles-limit');
  await onPlan(workspaceId, 'enterprise', true);
  await page.reload();
  await page.getByRole('button', { name: 'Crear un rol' }).click();
  await page.getByLabel('Nombre').fill('Mostrador');
  await page.getByRole('checkbox', { name: 'Responder' }).check();
  // what it leans on comes with it
  await expect(page.getByRole('checkbox', { name: 'Ver los contactos' })).toBeChecked();
  await judge(page, 'roles-edit');
  await page.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Mostrador' })).toContainText('no lo tiene nadie');
  await judge(page, 'roles-list');
});
