import { expect, test } from '@playwright/test';
import { judge, openCompany, product } from './support.ts';

test('an owner whose trial is over buys a plan at the till, goes up for exactly what was said, cancels and resumes', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const { workspaceId } = await openCompany(page, 'Floristería Nardo');
  await page.goto('/settings/plan');
  await expect(page.getByText(/Estás probando Recado hasta el .+: quedan 14 días\./)).toBeVisible();
  await product.database(
    (sql) => sql`
      insert into guard.billing_account (account_id, trial_ends_at)
        select w.account_id, now() - interval '1 minute' from app.workspace w where w.id = ${workspaceId}
        on conflict (account_id) do update set trial_ends_at = excluded.trial_ends_at`,
  );
  await page.reload();
  await expect(page.getByText('La prueba ha terminado')).toBeVisible();
  await judge(page, 'plan-over', page.getByRole('region', { name: 'Elige un plan' }));

  await page.getByRole('button', { name: 'Contratar Pro' }).click();
  await expect(page).toHaveURL(new RegExp(product.urls.stripe));
  await page.getByLabel('Calle y número').fill('Calle Mayor 1');
  await page.getByLabel('Código postal').fill('28013');
  await page.getByLabel('Ciudad').fill('Madrid');
  await page.getByRole('button', { name: 'Calcular de nuevo' }).click();
  // half of 49 €, as one of the first accounts, and 21 % of it
  await page.getByRole('button', { name: /^Pagar 29,65/ }).click();
  await expect(page).toHaveURL(/\/settings\/plan$/);
  await expect(page.getByText(/^Se renueva el/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Estás en Pro.')).toBeVisible();
  const invoices = page.getByRole('region', { name: 'Facturas', exact: true });
  await expect(invoices).toContainText('29,65');
  await judge(page, 'plan-bought', page.getByRole('region', { name: 'Pago y facturas' }));

  // by keys alone
  await page.getByRole('button', { name: 'Subir a Agencia' }).press('Enter');
  const dialog = page.getByRole('dialog');
  const said = dialog.getByText('Pagas ahora').locator('xpath=following-sibling::dd[1]');
  await expect(said).toHaveText(/^\d+(,\d\d)?\s€$/);
  await expect(dialog.getByText('Agencia, hasta el final del periodo')).toBeVisible();
  const price = (await said.textContent()) ?? '';
  await judge(page, 'plan-up');
  await dialog.getByRole('button', { name: 'Pagar y subir' }).press('Enter');
  await expect(dialog).toHaveCount(0, { timeout: 20_000 });
  await expect(page.getByText('Estás en Agencia.')).toBeVisible({ timeout: 30_000 });
  await expect(invoices).toContainText(price);

  await page.getByRole('button', { name: 'Cancelar la suscripción' }).click();
  await expect(page.getByText(/^Está cancelada y termina el/)).toBeVisible({ timeout: 30_000 });
  await judge(page, 'plan-ending', page.getByRole('region', { name: 'Pago y facturas' }));
  await page.getByRole('button', { name: 'Reanudar la suscripción' }).click();
  await expect(page.getByText(/^Se renueva el/)).toBeVisible({ timeout: 30_000 });
});
