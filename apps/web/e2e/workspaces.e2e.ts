import { expect, test } from '@playwright/test';
import { judge, openCompany, product } from './support.ts';

test('an owner of several businesses makes, finds, dresses and deletes them, and sees who waits in all of them', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const { email } = await openCompany(page, 'Agencia Norte');
  await product.database(
    (sql) => sql`update app.account a set plan = 'agency' from app.workspace w, app.member m
      where w.account_id = a.id and m.workspace_id = w.id and m.email = ${email}`,
  );

  await page.goto('/settings/workspaces');
  await expect(page.getByText('Usas 1 de los 10 negocios de tu plan.')).toBeVisible();
  await page.getByRole('button', { name: 'Crear negocios' }).click();
  const creating = page.getByRole('dialog', { name: 'Crear negocios' });
  await creating.getByLabel('Nombres').fill(Array.from({ length: 11 }, (_, n) => `Tienda ${n}`).join('\n'));
  await expect(creating.getByText('Sobran 2: tu plan incluye 10.')).toBeVisible();
  await creating.getByLabel('Nombres').fill('Bar Ñandú\nClínica Sur');
  await expect(creating.getByText('Se crearán 2 negocios')).toBeVisible();
  await judge(page, 'workspaces-create', creating);
  await creating.getByRole('button', { name: 'Crear' }).click();
  await expect(page.getByRole('article', { name: 'Clínica Sur' })).toBeVisible();
  await judge(page, 'workspaces-cards');

  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('_rsc=')) asked.push(new URL(request.url()).pathname);
  });
  await page.goto('/settings/plan');
  await expect(page.getByText('Estás en Agencia.')).toBeVisible();
  await page.getByLabel('Si pasaras a').selectOption({ label: 'Starter' });
  await expect(page.getByText('Negocios: caben 1 y tienes 3. Elegirías con qué seguir')).toBeVisible();
  await expect(page.getByText(/^Quedaría en pausa: .*Enlaces de acceso/)).toBeVisible();
  await judge(page, 'plan');
  // a page of the long row beside it is asked for when somebody comes to its link, not before
  expect(asked).not.toContain('/settings/audit');
  await page.getByRole('link', { name: 'Registro de actividad' }).focus();
  await expect.poll(() => asked).toContain('/settings/audit');
  await page.goto('/settings/workspaces');
  await expect(page.getByRole('article', { name: 'Clínica Sur' })).toBeVisible();

  // by keys alone: open, find without the accent, go
  await page.keyboard.press('Control+k');
  const switcher = page.getByRole('dialog', { name: 'Ir o hacer' });
  await switcher.getByRole('combobox').fill('cambiar de negocio');
  await page.keyboard.press('Enter');
  const list = page.getByRole('dialog', { name: 'Tus negocios' });
  await expect(list.getByRole('option')).toHaveCount(3);
  await judge(page, 'workspaces-switcher', list);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await switcher.getByRole('combobox').fill('nandu');
  await expect(switcher.getByRole('option', { name: 'Bar Ñandú' })).toHaveAttribute('aria-selected', 'true');
  await expect(switcher.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/inbox/);
  await expect(page.getByRole('button', { name: /Bar Ñandú/ })).toBeVisible();

  await page.goto('/settings/workspace');
  await page.getByLabel('Color sobre fondo claro').fill('#ffcc00');
  await page.getByRole('button', { name: /^Usar #/ }).click();
  await judge(page, 'workspace-settings');
  // both looks are shown as they are, whichever the page has
  await page.emulateMedia({ colorScheme: 'dark' });
  const grounds = ['light', 'dark'].map((look) =>
    page.locator(`[data-look=${look}]`).evaluate((each) => getComputedStyle(each).backgroundColor),
  );
  expect(await Promise.all(grounds)).toEqual(['rgb(251, 248, 243)', 'rgb(18, 21, 27)']);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.getByRole('region', { name: 'Marca' }).getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByText('Guardado')).toBeVisible();
  await page.getByRole('button', { name: 'Archivar' }).click();
  await expect(page.getByText('Este negocio está archivado: se puede leer')).toBeVisible();
  await judge(page, 'workspace-archived');
  await page.getByRole('button', { name: 'Recuperar del archivo' }).click();
  await expect(page.getByText('Este negocio está archivado: se puede leer')).toBeHidden();

  await page.goto('/settings/workspaces');
  await page.getByRole('article', { name: 'Clínica Sur' }).getByRole('button', { name: 'Borrar' }).click();
  const deleting = page.getByRole('dialog', { name: 'Borrar «Clínica Sur»' });
  await deleting.getByLabel('Escribe el nombre para confirmar').fill('Clínica');
  await deleting.getByRole('button', { name: 'Borrar negocio' }).click();
  await expect(deleting.getByText('El nombre no coincide.')).toBeVisible();
  await judge(page, 'workspaces-delete', deleting);
  await deleting.getByLabel('Escribe el nombre para confirmar').fill('Clínica Sur');
  await deleting.getByRole('button', { name: 'Borrar negocio' }).click();
  await expect(page.getByRole('article', { name: 'Clínica Sur' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Recuperar' }).click();
  await expect(page.getByRole('article', { name: 'Clínica Sur' })).toBeVisible();

  await product.database(
    (sql) => sql`
      with w as (select w.id from app.workspace w join app.member m on m.workspace_id = w.id where m.email = ${email} and w.name = 'Clínica Sur'),
        h as (insert into app.channel (workspace_id, name, driver, state, wanted) select id, 'N', 'simulator', 'banned', 'open' from w returning workspace_id, id),
        c as (insert into app.contact (workspace_id, name) select id, 'Lucía Vega' from w returning workspace_id, id)
      insert into app.conversation (workspace_id, channel_id, contact_id, address, last_direction, last_preview, unread_count)
        select h.workspace_id, h.id, c.id, '34600000000@s.whatsapp.net', 'in', '¿Tenéis hora mañana?', 1 from h, c`,
  );
  await page.goto('/overview');
  await expect(page.getByRole('listitem').filter({ hasText: 'Clínica Sur' })).toContainText('Número sin conexión');
  // on a phone there is no other way to the search
  await page.getByRole('button', { name: 'Buscar, ir o hacer' }).click();
  await expect(page.getByRole('dialog', { name: 'Ir o hacer' })).toBeVisible();
  await page.keyboard.press('Escape');
  await judge(page, 'overview');
  await page.getByRole('link', { name: 'Sin responder' }).click();
  await judge(page, 'overview-inbox');
  await page.getByRole('button', { name: /Lucía Vega/ }).click();
  await expect(page).toHaveURL(/\/inbox\/.+/);
  await expect(page.getByRole('heading', { name: 'Lucía Vega' }).first()).toBeVisible();
});
