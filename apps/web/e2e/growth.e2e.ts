import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { judge, openAccount, product } from './support.ts';

test('the staff sees what growth is judged by, and takes it along', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(240_000);
  const email = await openAccount(page);
  await product.database(async (sql) => {
    await sql`select guard.grant_staff(${email}, 'test')`;
    const [row] = await sql`
      select w.account_id, w.id from guard.person p join app.member m on m.person_id = p.id join app.workspace w on w.id = m.workspace_id
       where p.email = ${email} and not w.is_demo limit 1`;
    // it paid for one, and at once for several
    await sql`insert into guard.revenue_move (account_id, at, currency, kind, cents_before, cents_after, plan_before, plan, was_for_one, is_for_one)
      select ${row?.account_id}, clock_timestamp(), 'EUR', x.kind, x.before, x.after, x.plan_before, x.plan, x.was_one, x.is_one
        from (values ('new', 0, 4900, null, 'pro', null, true), ('expansion', 4900, 9900, 'pro', 'team', true, false)) x (kind, before, after, plan_before, plan, was_one, is_one)`;
    await sql`update app.account set plan = 'pro', plan_version = 1 where id = ${row?.account_id}`;
    await sql`insert into app.contact (workspace_id, name) select ${row?.id}, 'Cliente ' || n from generate_series(1, 51) n`;
  });
  await page.goto('/staff/growth');
  await expect(page.getByRole('heading', { name: 'Indicadores' })).toBeVisible();
  const gained = page.getByRole('row').filter({ hasText: 'Ingreso mensual ganado al mejorar (EUR)' });
  await expect(gained).toContainText(/10\.000\s€ o más/);
  await expect(gained).toContainText('mejora');
  await expect(page.getByRole('row').filter({ hasText: 'Bajas de equipos' })).toContainText(/5\s% o menos/);
  // whoever holds more than fifty contacts on a plan for one is an opportunity, with what they pay
  const line = page.getByRole('row').filter({ has: page.getByRole('link', { name: email }) });
  await expect(line).toContainText('pro');
  await expect(line.getByRole('cell', { name: '51', exact: true })).toBeVisible();
  await expect(line).toContainText(/99\s€/);
  await judge(page, 'staff-growth');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Descargar CSV' }).click(),
  ]);
  expect(await readFile(await file.path(), 'utf8')).toMatch(
    /^month;kpi;currency;part;whole;value;target;at\r\n\d{4}-\d\d;upgradeRate;;\d+;\d+;/,
  );
});
