import { expect, test } from '@playwright/test';
import { endTrial, judge, openCompany, product } from './support.ts';

test('an owner says whom invoices are made out to: what is wrong is said at its field, and VIES decides about the tax', {
  tag: '@any-width',
}, async ({ page }) => {
  const { workspaceId } = await openCompany(page, 'Imprenta Salamandra');
  await page.goto('/settings/plan');
  const section = page.getByRole('region', { name: 'Datos fiscales' });
  await expect(section).toContainText('Aún no hay datos fiscales.');
  await section.getByRole('button', { name: 'Añadir datos fiscales' }).click();
  await section.getByRole('button', { name: 'Guardar datos fiscales' }).click();
  await expect(section.getByRole('alert')).toHaveCount(3);
  await section.getByLabel('Nombre o razón social').fill('Imprenta Salamandra SL');
  await section.getByLabel('Calle y número').fill('Calle Mayor 1');
  await section.getByLabel('Ciudad').fill('Madrid');
  await section.getByLabel('Código postal').fill('28013');
  await section.getByLabel('NIF').fill('B12345675');
  await section.getByRole('button', { name: 'Guardar datos fiscales' }).click();
  await expect(section.getByText('El NIF no es correcto: revisa los números y la letra.')).toBeVisible();
  await judge(page, 'tax-wrong', section);
  await section.getByLabel('NIF').fill('b-12345674');
  await section.getByLabel('NIF').press('Enter');
  await expect(section).toContainText('Tus facturas llevan IVA del 21 %.');
  await expect(section).toContainText('B12345674');

  await section.getByRole('button', { name: 'Cambiar datos fiscales' }).click();
  await section.getByLabel('País').selectOption('PT');
  await section.getByLabel('NIF-IVA').fill('PT501964843');
  await section.getByLabel('Código postal').fill('1000-001');
  await section.getByRole('button', { name: 'Guardar datos fiscales' }).click();
  await expect(section).toContainText('inversión del sujeto pasivo', { timeout: 20_000 });
  await judge(page, 'tax-reverse', section);

  // the till asks for no address and adds no tax to half of 49 €
  await endTrial(workspaceId);
  await page.getByRole('button', { name: 'Contratar Pro' }).click();
  await expect(page).toHaveURL(new RegExp(product.urls.stripe));
  await expect(page.getByLabel('Calle y número')).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Pagar 24,50/ })).toBeVisible();
});
