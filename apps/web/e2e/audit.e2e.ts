import { type Browser, expect, type Page, test } from '@playwright/test';
import { until } from '@recado/testing/product/until';
import { closeExplainer, judge, letProofAge, openCompany, PASSWORD, product } from './support.ts';

type Company = Awaited<ReturnType<typeof openCompany>>;

/** An owner who came in with a passkey, on the plan that has every policy: nothing is asked of them first. */
async function openProtected(page: Page, business: string): Promise<Company> {
  const company = await openCompany(page, business);
  await product.database(async (sql) => {
    await sql`update app.account a set plan = 'enterprise', plan_version = 1 from app.workspace w where w.account_id = a.id and w.id = ${company.workspaceId}`;
    await sql`update guard.session s set amr = '{passkey}' from guard.person p where p.id = s.person_id and p.email = ${company.email}`;
  });
  return company;
}

/** A colleague who is in, in a browser of their own. */
async function bring(browser: Browser, page: Page, { workspaceId }: Company, name: string): Promise<Page> {
  const context = await browser.newContext({ viewport: page.viewportSize(), baseURL: product.urls.web });
  const other = await context.newPage();
  const { email } = await openCompany(other, 'Otra empresa');
  await product.database(async (sql) => {
    await sql`insert into app.member (workspace_id, person_id, role, name, email)
      select ${workspaceId}, p.id, 'agent', ${name}, p.email from guard.person p where p.email = ${email}`;
  });
  await context.addCookies([{ name: 'workspace', value: workspaceId, url: product.urls.web }]);
  await closeExplainer(other);
  return other;
}

const entry = (page: Page, text: RegExp | string) =>
  page.getByRole('region', { name: /^Anotaciones/ }).getByRole('button', { name: text });

test('what somebody changes stands in the record, is taken away after a proof, and whoever touches it is found out', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const { email, workspaceId } = await openProtected(page, 'Peluquería Sol');
  await page.goto('/settings/workspace');
  await page.getByLabel('Nombre', { exact: true }).fill('Peluquería Luna');
  await page.getByRole('region', { name: 'General' }).getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByText('Guardado')).toBeVisible();

  await page
    .getByRole('navigation', { name: 'Páginas de ajustes' })
    .getByRole('link', { name: 'Registro de actividad' })
    .click();
  const change = entry(page, 'Ana Ruiz cambió los datos del negocio');
  await expect(change).toContainText('desde 127.0.0.x');
  await expect(page.getByText('El registro está entero.')).toBeVisible();
  // by keys alone
  await change.focus();
  await page.keyboard.press('Enter');
  const changed = page.getByRole('region', { name: 'Qué cambió' });
  await expect(changed).toContainText('Nombre');
  await expect(changed).toContainText('Peluquería Sol');
  await expect(changed).toContainText('Peluquería Luna');
  await judge(page, 'audit');

  await page.getByLabel('Qué', { exact: true }).selectOption({ label: 'Lecturas delicadas' });
  await expect(entry(page, 'Ana Ruiz abrió este registro')).toBeVisible();
  await expect(change).toHaveCount(0);
  await page.getByLabel('Hasta el día').fill('2020-01-01');
  await expect(page.getByText('Nada cumple este filtro')).toBeVisible();
  await judge(page, 'audit-none');
  await page.getByRole('button', { name: 'Quitar el filtro', exact: true }).click();
  await expect(change).toBeVisible();

  await letProofAge(email);
  await page.getByRole('button', { name: 'Descargar' }).click();
  await judge(page, 'audit-export');
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Tabla (CSV)' }).click();
  await page.getByRole('dialog').getByLabel('Tu contraseña').fill(PASSWORD);
  await page.keyboard.press('Enter');
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
  await expect(entry(page, 'Ana Ruiz descargó este registro en CSV')).toBeVisible();

  // an administrator of the database changes what it says, once it is sealed
  const id = await product.database(async (sql) => {
    const found = await until('the seal of an entry', async () => {
      const [row] =
        await sql`select e.id from app.audit_entry e join guard.audit_seal s on s.workspace_id = e.workspace_id and s.entry_id = e.id
          where e.workspace_id = ${workspaceId} and e.action = 'workspaces/workspace.updated'`;
      return row?.id as string | undefined;
    });
    await sql.begin(async (tx) => {
      await tx`set local session_replication_role = replica`;
      await tx`update app.audit_entry set actor_name = 'Otra persona' where id = ${found}`;
    });
    return found;
  });
  await page.getByRole('button', { name: 'Comprobar otra vez' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Alguien ha tocado el registro.' })).toContainText(
    `La anotación n.º ${id} ya no dice lo que decía cuando se selló.`,
  );
  await expect(entry(page, /cambió los datos del negocio/)).toContainText('Alterada');
  await judge(page, 'audit-broken');
});

test('an owner binds the team, who is told at once, and comes back when their own list leaves them outside', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  test.setTimeout(120_000);
  const company = await openProtected(page, 'Taller Sierra');
  const other = await bring(browser, page, company, 'Bea Soto');
  await other.goto('/inbox');
  await expect(other.getByRole('button', { name: /Taller Sierra/ })).toBeVisible();

  await page.goto('/settings/team-security');
  const mends = page.getByRole('region', { name: 'Qué arreglar primero' });
  await expect(mends).toContainText('entran solo con la contraseña');
  await judge(page, 'team-security');
  const factor = page.getByRole('form', { name: 'Segundo paso' });
  await factor.getByRole('radio', { name: /A todo el equipo/ }).check();
  await expect(factor.getByRole('status')).toContainText('Bea Soto');
  await judge(page, 'team-security-factor', factor);
  await factor.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByText('Norma guardada.')).toBeVisible();
  await other.reload();
  await expect(other.getByText(/pide un segundo paso|verificación en dos pasos/i).first()).toBeVisible();
  await other.context().close();

  const list = page.getByRole('form', { name: 'Direcciones permitidas' });
  const lines = list.getByLabel('Direcciones, una por línea');
  await lines.fill('la oficina');
  await list.getByRole('button', { name: 'Guardar' }).click();
  await expect(list.getByText('No es una dirección: la oficina')).toBeVisible();
  await lines.fill('203.0.113.0/24');
  await list.getByRole('button', { name: 'Guardar' }).click();
  await expect(list.getByRole('alert')).toContainText('Tu propia dirección (127.0.0.1)');
  await judge(page, 'team-security-list', list);
  await list.getByRole('alert').getByRole('button', { name: 'Añadir la mía' }).click();
  await list.getByRole('button', { name: 'Guardar' }).click();
  await expect(list.getByRole('button', { name: 'Guardar' })).toHaveCount(0);
  await expect(lines).toHaveValue(/^127\.0\.0\.1\n203\.0\.113\.0\/24$/);

  // the office's line has got another address
  await product.database(
    (sql) => sql`update guard.account_policy p set allow_list = '{203.0.113.0/24}' from app.workspace w
      where w.account_id = p.account_id and w.id = ${company.workspaceId}`,
  );
  await page.goto('/settings/audit');
  await expect(page.getByRole('heading', { name: 'Desde aquí no se puede entrar' })).toBeVisible();
  await judge(page, 'outside');
  await page.getByRole('button', { name: 'Poner la lista en pausa una hora' }).click();
  await expect(entry(page, 'Ana Ruiz puso una hora en pausa la lista de direcciones')).toBeVisible();
  await entry(page, 'Ana Ruiz cambió las normas de acceso').first().click();
  await expect(page.getByRole('region', { name: 'Qué cambió' })).toContainText('Direcciones permitidas');
  await judge(page, 'audit-policies');
});

test('both pages fit a phone, and the filter is a sheet there', async ({ page, isMobile }) => {
  test.skip(!isMobile, 'where there is room they have journeys of their own');
  await openProtected(page, 'Bar Ñandú');
  await page.goto('/settings/audit');
  await expect(entry(page, 'Ana Ruiz abrió este registro')).toBeVisible();
  await page.getByRole('button', { name: 'Filtrar' }).click();
  const sheet = page.getByRole('dialog', { name: 'Filtro' });
  await sheet.getByLabel('Qué', { exact: true }).selectOption({ label: 'Lecturas delicadas' });
  await judge(page, 'audit-filter');
  await sheet.getByRole('button', { name: 'Ver' }).click();
  await entry(page, 'Ana Ruiz abrió este registro').click();
  await judge(page, 'audit-small');
  await page.goto('/settings/team-security');
  await expect(page.getByRole('form', { name: 'Direcciones permitidas' })).toBeVisible();
  await judge(page, 'team-security-small');
  await judge(page, 'team-security-rules', page.getByRole('form', { name: 'Segundo paso' }));
});
