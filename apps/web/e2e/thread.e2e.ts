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

test('a quick reply is made once, found with a slash and filled in; an answer that another one overtook is held until it is meant', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(180_000);
  const number = freshNumber();
  const customer = freshNumber();
  const { browser, workspaceId } = await openCompany(page, 'Taller Ruiz');
  await product.connectNumber(browser, workspaceId, number);
  await product.simulator('POST', 'customers', { number: customer, name: 'Marta Gil' });
  await product.simulator('POST', 'send', { from: customer, account: number, text: '¿Cuánto costaría?' });

  await page.goto('/settings/quick-replies');
  await page.getByRole('button', { name: 'Nueva respuesta' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Atajo').fill('Precio');
  await dialog.getByLabel('Texto', { exact: true }).fill('Hola {{contact.iban}}');
  await expect(dialog.getByRole('alert')).toContainText('contact.iban');
  const body = 'Hola {{contact.firstName|amiga}}, son 40 € en {{workspace.name}}';
  await dialog.getByLabel('Texto', { exact: true }).fill(body);
  await expect(dialog).toContainText('Hola Marta, son 40 € en Taller Ruiz');
  await judge(page, 'quick-reply-dialog');
  await dialog.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.locator('[data-reply="precio"]')).toBeVisible();

  await page.goto('/inbox');
  await page.locator('[data-conversation]').filter({ hasText: 'Marta Gil' }).click();
  const log = page.getByRole('log', { name: 'Mensajes' });
  const theirs = log.getByRole('article').filter({ hasText: '¿Cuánto costaría?' });
  await theirs.hover();
  await theirs.getByRole('button', { name: 'Responder a este mensaje' }).click();
  const box = page.getByLabel('Mensaje para Marta Gil');
  await expect(box).toBeFocused();
  await box.pressSequentially('/pre');
  await expect(page.getByRole('option')).toContainText('Hola Marta, son 40 € en Taller Ruiz');
  await judge(page, 'quick-reply-list');
  await box.press('Enter');
  await expect(box).toHaveValue('Hola Marta, son 40 € en Taller Ruiz');

  await product.simulator('POST', 'send', { from: 'phone', account: number, to: customer, text: 'Te llamo ahora' });
  await expect(log).toContainText('Te llamo ahora');
  await box.press('Enter');
  const held = log.getByRole('alert');
  await expect(held).toContainText('respondió hace');
  await judge(page, 'answer-held');
  await held.getByRole('button', { name: 'Enviar igualmente' }).click();
  await expect(held).toHaveCount(0);
  type Shown = { text: string; direction: string; quotes: { text: string } | null };
  const heard = () => product.simulator<Shown[]>('GET', 'messages', { account: number, customer, phone: 'customer' });
  await expect
    .poll(async () =>
      (await heard()).filter(({ direction }) => direction === 'out').map(({ text, quotes }) => [text, quotes?.text]),
    )
    .toEqual([
      ['Te llamo ahora', undefined],
      ['Hola Marta, son 40 € en Taller Ruiz', '¿Cuánto costaría?'],
    ]);
});
