import { randomBytes } from 'node:crypto';
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

  // ten messages a day for three hundred days: a day at the beginning opens by itself, without all that lies between
  await product.database(async (sql) => {
    await sql`update app.message set occurred_at = now() - interval '301 days' where workspace_id = ${workspaceId}`;
    await sql`insert into app.message select x.* from app.message f, generate_series(1, 3000) n,
        jsonb_populate_record(null::app.message, to_jsonb(f) || jsonb_build_object('id', uuidv7(), 'seq', f.seq + n, 'provider_id', 'LONG' || n,
          'body', 'Mensaje número ' || n, 'occurred_at', now() - interval '301 days' + n * interval '2.4 hours')) x where f.workspace_id = ${workspaceId}`;
    await sql`update app.conversation set last_seq = last_seq + 3000, unread_count = 0, read_seq = last_seq + 3000 where workspace_id = ${workspaceId}`;
  });
  let asked = 0;
  page.on('request', (request) => {
    asked += /trpc\/[^?]*conversations\.messages/.test(request.url()) ? 1 : 0;
  });
  await page.reload();
  await expect(log.getByText('Mensaje número 3000', { exact: true })).toBeVisible();
  await log.getByRole('button', { name: 'Ir a otro día' }).last().click();
  await page
    .getByLabel('Ir a un día', { exact: true })
    .last()
    .fill(new Date(Date.now() - 290 * 86_400_000).toISOString().slice(0, 10));
  await page.getByRole('button', { name: 'Ir', exact: true }).click();
  await expect(log.getByText(/^Mensaje número 1[01]\d$/).first()).toBeVisible();
  expect(asked).toBeLessThan(5);
  // reading on goes on, in both directions
  for (const [key, what] of [
    ['End', /^Mensaje número (1[89]|2\d)\d$/],
    ['Home', /^Mensaje número \d{2}$/],
  ] as const)
    await expect(async () => {
      await log.press(key);
      await expect(log.getByText(what).first()).toBeVisible({ timeout: 1_000 });
    }).toPass();
  await judge(page, 'thread-far');
  await page.getByRole('button', { name: 'Ir al final' }).press('Enter');
  await expect(log.getByText('Mensaje número 3000', { exact: true })).toBeVisible();
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

  // by keys alone
  await page.goto('/settings/service');
  await page.getByLabel('Poner plazos a las conversaciones').press('Space');
  await page.getByLabel('Primera respuesta').first().press('ControlOrMeta+a');
  await page.keyboard.type('pronto');
  await expect(page.getByText('Escribe minutos enteros')).toBeVisible();
  await judge(page, 'service-wrong');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('90');
  await expect(page.getByRole('region', { name: 'Por ejemplo' })).toContainText('su primera respuesta vence');
  await page.getByLabel('Primera respuesta').first().press('Enter');
  await expect(page.getByText('Plazos guardados.')).toBeVisible();

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

  // by keys alone: written for tomorrow, changed, and refused in its moment
  await box.fill('Recuerda la cita');
  await page.getByRole('button', { name: 'Enviar más tarde' }).press('Enter');
  await dialog.getByRole('button', { name: /^Mañana/ }).press('Enter');
  const planned = page.locator('[data-planned]');
  await planned.getByRole('button', { name: 'Más sobre este mensaje programado' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Cambiar' }).press('Enter');
  await expect(dialog.getByLabel('Mensaje', { exact: true })).toHaveValue('Recuerda la cita');
  await judge(page, 'planned-change');
  await dialog.getByLabel('Mensaje', { exact: true }).fill('Recuerda la cita del viernes');
  await dialog.getByLabel('Hora', { exact: true }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(planned).toContainText('Recuerda la cita del viernes');
  const conversationId = new URL(page.url()).pathname.split('/').at(-1) as string;
  const secret = Buffer.concat([Buffer.from(workspaceId.replaceAll('-', ''), 'hex'), randomBytes(32)]);
  const token = secret.toString('base64url');
  await product.database(async (sql) => {
    await sql`update app.planned_message set state = 'refused', reason = 'closed' where workspace_id = ${workspaceId}`;
    await sql`insert into app.survey (workspace_id, conversation_id, state, at, language, token_hash, expires_at)
      values (${workspaceId}, ${conversationId}, 'sent', now(), 'es', sha256(convert_to(${token}, 'UTF8')), now() + interval '7 days')`;
  });
  await page.reload();
  await expect(planned).toContainText('el negocio estaba cerrado');

  // the customer says how it went on a page without script, and whoever has the thread open sees it
  const theirPage = await page.context().newPage();
  await theirPage.goto(`/r/${token}`);
  await judge(theirPage, 'survey-page');
  await theirPage.getByRole('button', { name: /^4/ }).press('Enter');
  await expect(theirPage.getByRole('status')).toBeVisible();
  await judge(theirPage, 'survey-page-thanks');
  await theirPage.close();
  await expect(log).toContainText('Valoró con 4 de 5');
  await judge(page, 'planned-refused', planned);

  // a chat of one's own, and given back
  await page.getByRole('button', { name: 'Más sobre esta conversación' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Es un chat personal' }).press('Enter');
  await expect(dialog.getByRole('radio', { name: /Solo para mí/ })).toBeChecked();
  await judge(page, 'personal-dialog');
  await dialog.getByRole('radio', { name: /Solo para mí/ }).press('Enter');
  await expect(page.getByText('Chat personal: solo lo ves tú.')).toBeVisible();
  await judge(page, 'personal-thread');
  await page.goto('/settings/connections');
  const back = page.getByRole('button', { name: 'Quitar la marca de Marta Gil' });
  await expect(back).toBeVisible();
  await judge(page, 'personal-chats', page.getByRole('region', { name: 'Chats personales' }));
  await back.press('Enter');
  await expect(back).toHaveCount(0);
});
