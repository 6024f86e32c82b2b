import { expect, test } from '@playwright/test';
import { freshNumber, judge, openCompany, product } from './support.ts';

test('a morning in the inbox by keys alone: move, label, put off, take, resolve with the way back, and what is done shows in its view', async ({
  page,
}) => {
  test.setTimeout(120_000);
  const number = freshNumber();
  const { browser, workspaceId } = await openCompany(page, 'Taller Ruiz');
  await product.connectNumber(browser, workspaceId, number);
  for (const name of ['Ana Vidal', 'Bea Soler', 'Carla Ruiz']) {
    const from = freshNumber();
    await product.simulator('POST', 'customers', { number: from, name });
    await product.simulator('POST', 'send', { from, account: number, text: `Hola, soy ${name}` });
  }
  await page.goto('/inbox');
  const row = (name: string) =>
    page.locator('li').filter({ has: page.locator('[data-conversation]', { hasText: name }) });
  await expect(page.locator('[data-conversation]')).toHaveCount(3);
  const keys = page.keyboard;
  const dialog = (name: string) => page.getByRole('dialog', { name });

  // the newest first: Carla, Bea, Ana
  await keys.press('j');
  await keys.press('j');
  await expect(row('Bea Soler').locator('[data-conversation]')).toBeFocused();
  await keys.press('l');
  await expect(dialog('Etiquetas')).toBeVisible();
  await keys.type('Pedido');
  await expect(dialog('Etiquetas').getByRole('option', { name: 'Crear «Pedido»' })).toBeVisible();
  await judge(page, 'inbox-labels', dialog('Etiquetas'));
  await keys.press('Enter');
  await expect(dialog('Etiquetas').getByRole('option', { name: /Pedido/ })).toContainText('puesta');
  await keys.press('Escape');
  await expect(row('Bea Soler')).toContainText('Pedido');

  // put off until tomorrow it is gone from here, and stands among those put off
  await row('Bea Soler').locator('[data-conversation]').focus();
  await keys.press('s');
  await dialog('¿Hasta cuándo?').getByRole('combobox').waitFor();
  await keys.type('mañana');
  await keys.press('Enter');
  await expect(row('Bea Soler')).toHaveCount(0);

  // two at once: chosen by x, taken by a
  await row('Carla Ruiz').locator('[data-conversation]').focus();
  await keys.press('x');
  await keys.press('j');
  await keys.press('x');
  await expect(page.getByRole('region', { name: 'Con las elegidas' })).toContainText('2 elegidas');
  await judge(page, 'inbox-bulk');
  await keys.press('a');
  await dialog('¿Quién la lleva?').getByRole('combobox').waitFor();
  await keys.press('Enter');
  await expect(page.getByText('lleva 2 conversaciones más')).toBeVisible();

  // resolved, and taken back
  await row('Ana Vidal').locator('[data-conversation]').focus();
  await keys.press('e');
  await expect(row('Ana Vidal')).toHaveCount(0);
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Conversación resuelta.' })
    .getByRole('button', { name: 'Deshacer' })
    .press('Enter');
  await expect(row('Ana Vidal')).toHaveCount(1);

  // by name to a view
  await keys.press('Control+k');
  await dialog('Ir o hacer').getByRole('combobox').fill('pospuestas');
  await keys.press('Enter');
  await expect(page).toHaveURL(/view=snoozed/);
  await expect(row('Bea Soler')).toHaveCount(1);
  await expect(row('Carla Ruiz')).toHaveCount(0);

  // Enter opens; typing is no key
  await row('Bea Soler').locator('[data-conversation]').focus();
  await keys.press('Enter');
  await expect(page.getByRole('log', { name: 'Mensajes' })).toContainText('Hola, soy Bea Soler');
  await judge(page, 'inbox-state');
  await keys.press('r');
  await expect(page.getByLabel('Mensaje para Bea Soler')).toBeFocused();
  await keys.type('e s a l');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByLabel('Mensaje para Bea Soler')).toHaveValue('e s a l');
});
