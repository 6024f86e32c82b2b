import { expect, test } from '@playwright/test';
import { freshNumber, judge, openCompany, product } from './support.ts';

test('a note in a thread names a colleague, stays inside, is changed and taken away with a trace', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const number = freshNumber();
  const customer = freshNumber();
  const { browser, workspaceId } = await openCompany(page, 'Taller Ruiz');
  await product.connectNumber(browser, workspaceId, number);
  await product.simulator('POST', 'customers', { number: customer, name: 'Marta Gil' });
  await product.simulator('POST', 'send', { from: customer, account: number, text: '¿Cuánto costaría?' });
  await page.goto('/inbox');
  await page.locator('[data-conversation]').filter({ hasText: 'Marta Gil' }).click();
  const log = page.getByRole('log', { name: 'Mensajes' });
  await expect(log).toContainText('¿Cuánto costaría?');

  await page.getByLabel('Nota', { exact: true }).check({ force: true });
  const box = page.getByRole('combobox', { name: 'Nota interna' });
  await expect(box).toBeFocused();
  await box.pressSequentially('Paga tarde, @');
  const people = page.getByRole('listbox', { name: 'A quién mencionar' });
  await expect(people.getByRole('option')).not.toHaveCount(0);
  const name = (await people.getByRole('option').first().textContent()) ?? '';
  await box.press('Enter');
  await expect(people).toHaveCount(0);
  await box.press('Enter');
  const note = log.getByRole('article', { name: /Nota interna/ });
  await expect(note).toContainText(`Paga tarde, @${name}`);
  await expect(box).toHaveValue('');
  await judge(page, 'thread-note');

  await note.getByRole('button', { name: 'Más sobre esta nota' }).click();
  await page.getByRole('menuitem', { name: 'Editar' }).click();
  await note.getByRole('combobox').fill('Paga el viernes');
  await note.getByRole('button', { name: 'Guardar' }).click();
  await expect(note).toContainText('Paga el viernes');
  await expect(note).toContainText('editada');
  await note.getByRole('button', { name: 'Más sobre esta nota' }).click();
  await page.getByRole('menuitem', { name: 'Borrar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Borrar' }).click();
  await expect(log).toContainText('Borraste una nota');
  // the customer's phone has heard nothing of it, and the list ends with what the customer wrote
  const heard = await product.simulator<{ direction: string }[]>('GET', 'messages', { account: number, customer });
  expect(heard.filter(({ direction }) => direction === 'out')).toEqual([]);
});
