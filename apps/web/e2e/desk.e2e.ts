import { expect, type Page, test } from '@playwright/test';
import { freshNumber, openCompany, picture, product } from './support.ts';

type Shown = { kind: string; text: string; direction: string; media?: { name?: string; mime: string; link: string } };

/** A company with an open number, its owner signed in in this browser. */
async function openDesk(page: Page): Promise<{ number: string }> {
  const number = freshNumber();
  const { browser, workspaceId } = await openCompany(page, 'Taller Ruiz');
  await product.connectNumber(browser, workspaceId, number);
  return { number };
}

async function openCustomer(number: string, name: string) {
  const customer = freshNumber();
  await product.simulator('POST', 'customers', { number: customer, name });
  return {
    number: customer,
    write: (text: string) => product.simulator('POST', 'send', { from: customer, account: number, text }),
  };
}

test('unread messages are counted in the list, the views and the bar, live and after a reload, until they are read', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const { number } = await openDesk(page);
  const [marta, javier] = [await openCustomer(number, 'Marta Gil'), await openCustomer(number, 'Javier Soto')];
  await marta.write('Hola');
  await marta.write('¿Estáis?');
  await javier.write('Buenas tardes');
  const row = (name: string) => page.locator('[data-conversation]').filter({ hasText: name });
  await page.goto('/inbox?view=unread');
  const unreadView = page.getByRole('radio', { name: /No leídas/ }).locator('..');
  const bar = page.getByRole('navigation', { name: 'Secciones' });
  await expect(row('Marta Gil')).toContainText('2 mensajes sin leer');
  await expect(row('Javier Soto')).toContainText('1 mensaje sin leer');
  await expect(unreadView).toContainText('2 conversaciones');
  await expect(bar).toContainText('2 conversaciones sin leer');
  await picture(page, 'unread');

  await row('Marta Gil').click();
  await expect(page.getByRole('log', { name: 'Mensajes' })).toContainText('¿Estáis?');
  await page.goto('/inbox');
  await expect(bar).toContainText('1 conversación sin leer');
  await expect(row('Javier Soto')).toContainText('1 mensaje sin leer');
  await expect(row('Marta Gil')).not.toContainText('sin leer');

  await page.goto('/inbox?view=unread');
  await expect(unreadView).toContainText('1 conversación');
  await expect(row('Marta Gil')).toHaveCount(0);
  await javier.write('¿Me oís?');
  await expect(row('Javier Soto')).toContainText('2 mensajes sin leer');
  await marta.write('Gracias');
  await expect(row('Marta Gil')).toContainText('1 mensaje sin leer');
  await expect(bar).toContainText('2 conversaciones sin leer');
});

test('files go from the composer to the customer, with the words on the first; one that may not go says why', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const { number } = await openDesk(page);
  const marta = await openCustomer(number, 'Marta Gil');
  await marta.write('¿Me mandas el presupuesto?');
  await page.goto('/inbox');
  await page.locator('[data-conversation]').first().click();
  const thread = page.getByRole('log', { name: 'Mensajes' });
  await expect(thread).toContainText('presupuesto');

  const pdf = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');
  const photo = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const picker = page.locator('input[type=file]');
  await picker.setInputFiles([
    { name: 'presupuesto.pdf', mimeType: 'application/pdf', buffer: pdf },
    { name: 'sobra.pdf', mimeType: 'application/pdf', buffer: pdf },
    { name: 'taller.png', mimeType: 'image/png', buffer: photo },
  ]);
  await page.getByRole('button', { name: 'Quitar sobra.pdf' }).click();
  await page.getByLabel('Mensaje para Marta Gil').fill('Aquí lo tienes');
  await picture(page, 'files-chosen');
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  const link = thread.getByRole('link', { name: /Descargar presupuesto\.pdf/ });
  await expect(link).toBeVisible();
  await expect(thread.getByRole('button', { name: /^Ver la foto a tamaño completo/ })).toBeVisible();
  await expect(thread.getByText('Aquí lo tienes')).toBeVisible();
  const address = new URL((await link.getAttribute('href')) ?? '', product.urls.web).href;
  expect((await (await page.request.get(address)).body()).equals(pdf)).toBe(true);

  const shown = async () =>
    (
      await product.simulator<Shown[]>('GET', 'messages', {
        account: number,
        customer: marta.number,
        phone: 'customer',
      })
    ).filter((message) => message.direction === 'out');
  await expect.poll(async () => (await shown()).map(({ kind }) => kind)).toEqual(['document', 'image']);
  expect(await shown()).toMatchObject([
    { text: 'Aquí lo tienes', media: { name: 'presupuesto.pdf', mime: 'application/pdf' } },
    { text: '', media: { mime: 'image/png' } },
  ]);

  await picker.setInputFiles({
    name: 'foto.jpg',
    mimeType: 'image/jpeg',
    buffer: Buffer.concat([Buffer.from('MZ'), Buffer.alloc(20_000, 1)]),
  });
  await page.getByRole('button', { name: 'Enviar', exact: true }).click();
  await expect(thread.getByText('No enviamos programas')).toBeVisible();
  await picker.setInputFiles({ name: 'nada.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(0) });
  await expect(page.getByText('nada.pdf está vacío.')).toBeVisible();
  expect(await shown()).toHaveLength(2);
});

test('a screen that breaks says so, keeps calm, and comes back with a new try', { tag: '@any-width' }, async ({
  page,
}) => {
  test.setTimeout(90_000);
  await openDesk(page);
  // an answer that no server of ours gives: the screen cannot be painted with it
  await page.route('**/api/trpc/**channels.list**', async (route) => {
    const answer = await route.fetch();
    const text = (await answer.text()).replaceAll(/"since":"[^"]+"/g, '"since":"never"');
    await route.fulfill({ response: answer, body: text });
  });
  await page.goto('/settings/connections');
  await expect(page.getByRole('heading', { name: 'Algo ha fallado por nuestra parte' })).toBeVisible();
  await expect(page.getByText('Lo que ya estaba guardado sigue guardado.')).toBeVisible();
  // nothing of the server failed, so there is no code that could be told
  await expect(page.getByText('este código')).toHaveCount(0);
  await picture(page, 'broken');
  await page.unroute('**/api/trpc/**channels.list**');
  await page.getByRole('button', { name: 'Reintentar' }).click();
  await expect(page.getByRole('heading', { name: 'Taller', exact: true })).toBeVisible();
});
