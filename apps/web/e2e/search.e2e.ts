import { expect, test } from '@playwright/test';
import { freshNumber, judge, openCompany, product } from './support.ts';

// on a phone the thread takes the place of the list: the way there and back is the list's own
test('what was said and who said it are found by keyboard alone, in their context, and a hit leads to its place in the thread @any-width', async ({
  page,
}) => {
  test.setTimeout(150_000);
  const number = freshNumber();
  const { browser, workspaceId } = await openCompany(page, 'Taller Ruiz');
  await product.connectNumber(browser, workspaceId, number);
  const [marta, javier] = [freshNumber(), freshNumber()];
  const write = (from: string, text: string) => product.simulator('POST', 'send', { from, account: number, text });
  await product.simulator('POST', 'customers', { number: marta, name: 'Márta Gil' });
  await product.simulator('POST', 'customers', { number: javier, name: 'Javier Soto' });
  await write(marta, 'El camión llega el miércoles con <b>las facturas</b>');
  for (let n = 1; n <= 25; n += 1) await write(marta, `Mensaje número ${n} de los que vienen después`);
  await write(javier, 'Buenas tardes');
  await page.goto('/inbox');
  await expect(page.locator('[data-conversation]')).toHaveCount(2);
  await expect(page.locator('[data-conversation]').filter({ hasText: 'Márta Gil' })).toContainText('número 25');

  await page.keyboard.press('/');
  const field = page.getByRole('textbox', { name: 'Buscar en mensajes y personas' });
  await expect(field).toBeFocused();
  await page.keyboard.type('ma');
  const people = page.getByRole('region', { name: 'Personas' });
  const messages = page.getByRole('region', { name: 'Mensajes', exact: true });
  await expect(people.getByRole('link', { name: /Márta Gil/ })).toBeVisible();
  await expect(messages).toContainText('escribe tres letras');
  await field.fill('CAMIONES factura');
  await expect(people).toContainText('Nadie se llama');
  await expect(messages.getByRole('link')).toHaveCount(1);
  await expect(messages.locator('mark')).toHaveText(['camión', 'facturas']);
  await judge(page, 'search');

  await field.focus();
  await page.keyboard.press('ArrowDown');
  await expect(messages.getByRole('link')).toBeFocused();
  await page.keyboard.press('Enter');
  const thread = page.getByRole('log', { name: 'Mensajes' });
  const found = thread.locator('[aria-current="true"]');
  await expect(found).toContainText('El camión llega el miércoles con <b>las facturas</b>');
  await expect(found).toBeInViewport();

  await field.fill('zurcefrenos');
  await expect(messages).toContainText('Ningún mensaje dice «zurcefrenos».');
  await field.fill(javier.slice(-6));
  await expect(people.getByRole('link', { name: /Javier Soto/ })).toBeVisible();
  await field.press('Escape');
  await expect(field).toHaveValue('');
  await expect(page.locator('[data-conversation]')).toHaveCount(2);
});
