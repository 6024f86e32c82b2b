import { expect, test } from '@playwright/test';
import { endTrial, judge, letProofAge, openCompany, PASSWORD, product } from './support.ts';

test('an owner gets everything back within thirty days: told what happens, asked for a proof, and given it once', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const { email, workspaceId } = await openCompany(page, 'Cerámica Umbral');
  await endTrial(workspaceId);
  await page.goto('/settings/plan');
  await page.getByRole('button', { name: 'Contratar Starter' }).click();
  await expect(page).toHaveURL(new RegExp(product.urls.stripe));
  await page.getByLabel('Calle y número').fill('Calle Mayor 1');
  await page.getByLabel('Código postal').fill('28013');
  await page.getByLabel('Ciudad').fill('Madrid');
  await page.getByRole('button', { name: 'Calcular de nuevo' }).click();
  await page.getByRole('button', { name: /^Pagar 17,55/ }).click();
  await expect(page).toHaveURL(/\/settings\/plan$/);
  const section = page.getByRole('region', { name: 'Garantía de 30 días' });
  await expect(section).toContainText('17,55', { timeout: 30_000 });
  const document = page.getByRole('link', { name: /^PDF de / });
  const href = await document.getAttribute('href');
  expect((await page.request.get(href as string)).headers()['content-type']).toBe('application/pdf');

  await letProofAge(email);
  await section.getByRole('button', { name: 'Pedir la devolución' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('solo se puede pedir una vez');
  await judge(page, 'money-back');
  await dialog.getByRole('button', { name: 'Devolver y cancelar' }).click();
  await page.getByRole('dialog').getByLabel('Tu contraseña').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await expect(section).toContainText(/devolvimos 17,55.+nota de abono/, { timeout: 30_000 });
  await expect(section.getByRole('button')).toHaveCount(0);
  await expect(page.getByText('Devuelta', { exact: true })).toBeVisible({ timeout: 30_000 });
  await judge(page, 'money-given-back', section);
});
