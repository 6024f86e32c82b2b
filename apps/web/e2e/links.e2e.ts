import fs from 'node:fs';
import path from 'node:path';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { until } from '@recado/testing/product/until';
import { freshNumber, judge, openCompany, product } from './support.ts';

const onPlan = (workspaceId: string, plan: string) =>
  product.database(
    (sql) => sql`update app.account a set plan = ${plan}, plan_version = 1 from app.workspace w
      where w.account_id = a.id and w.id = ${workspaceId}`,
  );

/** Whoever has a link, in a browser of their own, as wide as this one; what it asks for and complains of is kept. */
async function visitor(browser: Browser, page: Page, locale = 'es-ES') {
  const context = await browser.newContext({ viewport: page.viewportSize(), baseURL: product.urls.web, locale });
  const own = await context.newPage();
  const asked: string[] = [];
  const complaints: string[] = [];
  own.on('request', (request) => asked.push(`${request.url()} ${JSON.stringify(request.headers())}`));
  own.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  own.on('pageerror', (error) => complaints.push(String(error)));
  return { own, asked, complaints };
}

/** A workspace to which a customer has written, on a plan with links. */
async function openShop(page: Page, plan = 'agency') {
  const company = await openCompany(page, 'Peluquería Sol');
  const { workspaceId, browser } = company;
  await onPlan(workspaceId, plan);
  const [number, customer] = [freshNumber(), freshNumber()];
  await product.connectNumber(browser, workspaceId, number);
  await product.simulator('POST', 'customers', { number: customer, name: 'Lucía Vega' });
  const say = (text: string) => product.simulator('POST', 'send', { from: customer, account: number, text });
  await say('¿Tenéis hueco mañana por la mañana?');
  await until('the customer’s words', async () => {
    const rows = await browser.query<object[]>('conversations.list', { workspaceId, input: {} });
    return rows.length > 0;
  });
  const give = async (over: object = {}) => {
    const input = { name: 'Marta', role: 'link_agent', days: 30, ...over };
    const link = await browser.mutate<{ linkId: string; secret: string }>('links.create', { workspaceId, input });
    return { ...link, address: `/w/${link.linkId}#${link.secret}` };
  };
  return { ...company, say, give };
}

/** What the product has written about itself so far. */
function logged(): string {
  const folder = path.join(path.dirname(process.env.RECADO_RUNNING_FILE as string), 'logs');
  return fs
    .readdirSync(folder)
    .map((name) => fs.readFileSync(path.join(folder, name), 'utf8'))
    .join('\n');
}

test('an owner gives a link with a PIN, whoever has it answers a customer, and it is over at the next act once revoked', {
  tag: '@any-width',
}, async ({ page, browser }) => {
  const { workspaceId } = await openShop(page, 'pro');
  await page.goto('/settings/links');
  await expect(page.getByRole('heading', { name: 'Los enlaces de acceso vienen con Agencia' })).toBeVisible();
  await judge(page, 'links-limit');
  await onPlan(workspaceId, 'agency');
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Aún no has dado ningún enlace' })).toBeVisible();
  await judge(page, 'links-empty');

  await page.getByRole('button', { name: 'Crear un enlace' }).click();
  const form = page.getByRole('dialog', { name: 'Un enlace nuevo' });
  await expect(form.getByText('Quien tenga el enlace entra')).toBeVisible();
  await expect(form.getByRole('radio', { name: /Agente/ })).toBeChecked();
  await expect(form.getByLabel('Cuándo caduca')).toHaveValue('30');
  await expect(form.getByLabel('En cuántos dispositivos')).toHaveValue('1');
  await form.getByLabel('PIN').fill('12');
  await form.getByRole('button', { name: 'Crear el enlace' }).click();
  await expect(form.getByText('Escribe para quién es.')).toBeVisible();
  await judge(page, 'links-form');
  await form.getByLabel('Para quién es').fill('Marta');
  await form.getByLabel('PIN').fill('4711');
  await form.getByRole('button', { name: 'Crear el enlace' }).click();
  const made = page.getByRole('dialog', { name: 'El enlace de Marta' });
  const address = await made.getByLabel('Enlace', { exact: true }).inputValue();
  const [, secret = ''] = address.split('#');
  expect(secret).toMatch(/^[\w-]{43}$/);
  await judge(page, 'links-made');
  // whoever has not copied it is asked once more
  await made.getByRole('button', { name: 'Hecho' }).click();
  await expect(made.getByText('Todavía no lo has copiado')).toBeVisible();
  await made.getByRole('button', { name: 'Hecho' }).click();

  const { own, asked, complaints } = await visitor(browser, page);
  await own.goto(address);
  await expect(own.getByRole('heading', { name: '¿Entrar en este dispositivo?' })).toBeVisible();
  expect(asked.filter((each) => each.includes('/exchange'))).toEqual([]);
  await judge(own, 'visitor-open');
  await own.getByRole('button', { name: 'Entrar' }).click();
  await expect(own.getByRole('heading', { name: 'Escribe el PIN' })).toBeVisible();
  expect(new URL(own.url()).hash).toBe('');
  await judge(own, 'visitor-pin');
  await own.getByLabel('PIN').fill('0000');
  await own.getByRole('button', { name: 'Entrar' }).click();
  await expect(own.getByRole('alert')).toContainText('Intentos que te quedan: 4');
  await own.getByLabel('PIN').fill('4711');
  await own.getByRole('button', { name: 'Entrar' }).click();
  await own.getByRole('button', { name: /Lucía Vega/ }).click();
  await expect(own.getByRole('list', { name: 'Mensajes' })).toContainText('¿Tenéis hueco mañana');
  await judge(own, 'visitor-thread');
  await own.getByLabel('Mensaje para Lucía Vega').fill('Sí, a las diez');
  const mark = own.getByRole('img', { name: /Enviado|Entregado|Leído/ });
  // the answer to the sending comes after the stream has told how far it has come: what is known does not go back
  await own.route('**/api/send', async (route) => {
    const answer = await route.fetch();
    await expect(mark).toBeVisible();
    await route.fulfill({ response: answer });
  });
  const answered = own.waitForResponse('**/api/send');
  await own.getByRole('button', { name: 'Enviar' }).click();
  await (await answered).finished();
  await own.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))));
  expect(await mark.count()).toBe(1);

  const second = await visitor(browser, page);
  await second.own.goto(address);
  await second.own.getByRole('button', { name: 'Entrar' }).click();
  await second.own.getByLabel('PIN').fill('4711');
  await second.own.getByRole('button', { name: 'Entrar' }).click();
  await expect(second.own.getByRole('heading', { name: 'Este enlace ya está en otro dispositivo' })).toBeVisible();
  await expect(second.own.getByText('pide a Ana Ruiz')).toBeVisible();
  await second.own.context().close();

  await page.goto('/inbox');
  await page.getByRole('link', { name: /Lucía Vega/ }).click();
  const answer = page.locator('[data-direction=out]').filter({ hasText: 'Sí, a las diez' });
  await expect(answer).toContainText('Marta');
  await page.goto('/settings/links');
  const line = page.getByRole('listitem').filter({ hasText: 'Marta' }).first();
  await line.getByText('1 de 1 dispositivo').click();
  await expect(line).toContainText('último uso');
  await judge(page, 'links-list');
  await line.getByRole('button', { name: 'Qué hacer con el enlace de Marta' }).click();
  await page.getByRole('menuitem', { name: 'Revocar' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revocar' }).click();
  await expect(line).toHaveCount(0);

  await expect(own.getByRole('heading', { name: 'Tu acceso ha terminado' })).toBeVisible();
  await expect(own.getByText('Lucía Vega')).toHaveCount(0);
  await own.reload();
  await expect(own.getByRole('heading', { name: 'Este enlace no abre nada' })).toBeVisible();
  expect(asked.filter((each) => each.includes(secret))).toEqual([]);
  expect(logged()).not.toContain(secret);
  // what was refused is told of by the browser as well; nothing else went wrong
  expect(complaints.filter((each) => !each.startsWith('Failed to load resource'))).toEqual([]);
  await own.context().close();
});

test('a link opens a desk that goes back, keeps what is being written, outlives a lost line and lets leave', async ({
  page,
  browser,
}) => {
  const { give, say, workspaceId } = await openShop(page);
  const link = await give();
  const { own, complaints } = await visitor(browser, page);
  await own.goto(link.address);
  await own.getByRole('button', { name: 'Entrar' }).click();
  await expect(own.getByRole('button', { name: /Por responder/ })).toContainText('1');
  await judge(own, 'visitor-inbox');
  await own.getByRole('button', { name: /Lucía Vega/ }).click();
  const words = own.getByLabel('Mensaje para Lucía Vega');
  await words.fill('Sí, a las');
  await say('O por la tarde');
  await expect(own.getByRole('list', { name: 'Mensajes' })).toContainText('O por la tarde');
  await words.press('End');
  await words.pressSequentially(' once');
  await expect(words).toHaveValue('Sí, a las once');
  await own.goBack();
  await expect(own.getByRole('button', { name: /Lucía Vega/ })).toContainText('O por la tarde');
  await own.goForward();
  await expect(words).toHaveValue('Sí, a las once');

  await own.context().setOffline(true);
  await own.getByRole('button', { name: 'Enviar' }).click();
  await expect(own.getByText('Sale cuando vuelva la conexión.')).toBeVisible();
  await judge(own, 'visitor-offline');
  await own.context().setOffline(false);
  await expect(own.getByRole('img', { name: /Enviado|Entregado|Leído/ })).toBeVisible();

  await product.database((sql) => sql`update app.channel set state = 'banned' where workspace_id = ${workspaceId}`);
  await own.reload();
  await expect(own.getByRole('list', { name: 'Mensajes' })).toContainText('Sí, a las once');
  await expect(own.getByText('no está conectado. Lo que envíes saldrá cuando vuelva.')).toBeVisible();
  await judge(own, 'visitor-down');
  await own.goBack();
  await own.getByRole('button', { name: 'Salir' }).click();
  await judge(own, 'visitor-leave');
  await own.getByRole('dialog').getByRole('button', { name: 'Salir' }).click();
  await expect(own.getByRole('heading', { name: 'Has salido' })).toBeVisible();
  await own.goto(link.address);
  await own.getByRole('button', { name: 'Entrar' }).click();
  await expect(own.getByRole('button', { name: 'Todas' })).toBeVisible();
  await expect(own.getByRole('button', { name: 'Ajustes' })).toHaveCount(0);

  const runs = await give({ name: 'Carmen', role: 'link_admin' });
  const client = await visitor(browser, page);
  await client.own.goto(runs.address);
  await client.own.getByRole('button', { name: 'Entrar' }).click();
  await client.own.getByRole('button', { name: 'Contactos' }).click();
  await client.own.getByLabel('Nombre o número').fill('nadie');
  await expect(client.own.getByRole('heading', { name: 'No encontramos a nadie' })).toBeVisible();
  await client.own.getByLabel('Nombre o número').fill('lucia');
  await client.own.getByRole('button', { name: /Lucía Vega/ }).click();
  await client.own.getByLabel('Notas').fill('Prefiere las mañanas');
  await client.own.getByRole('button', { name: 'Guardar' }).click();
  await expect(client.own.getByRole('dialog')).toHaveCount(0);
  await judge(client.own, 'visitor-contacts');
  await client.own.getByRole('button', { name: 'Resumen' }).click();
  await expect(client.own.getByText('Mensajes recibidos')).toBeVisible();
  await expect(client.own.getByText('Sin conectar')).toBeVisible();
  await judge(client.own, 'visitor-home');
  await client.own.getByRole('button', { name: 'Ajustes' }).click();
  await client.own.getByLabel('Nombre', { exact: true }).fill('Peluquería Sol y Mar');
  await client.own.getByLabel('Color', { exact: true }).fill('#ffff00');
  await client.own.getByLabel('Zona horaria').selectOption('America/Bogota');
  await client.own.getByRole('button', { name: 'Guardar' }).click();
  await judge(client.own, 'visitor-settings');
  await client.own.getByRole('button', { name: /^Usar #/ }).click();
  await client.own.getByRole('button', { name: 'Guardar' }).click();
  await expect(client.own.getByRole('heading', { name: 'Peluquería Sol y Mar' })).toBeVisible();
  const [shop] = await product.database(
    (sql) => sql`select time_zone, locale, color_night from app.workspace where id = ${workspaceId}`,
  );
  expect(shop).toEqual({ time_zone: 'America/Bogota', locale: 'es', color_night: null });
  // one way back for all tabs, and a tab is still there after a reload
  await client.own.reload();
  await expect(client.own.getByRole('button', { name: 'Ajustes' })).toHaveAttribute('aria-current', 'page');
  await client.own.goBack();
  await expect(client.own.getByRole('button', { name: 'Todas' })).toBeVisible();
  await client.own.context().close();

  const reads = await give({ name: 'Gestoría', role: 'link_read' });
  const english = await visitor(browser, page, 'en-GB');
  await english.own.goto(reads.address);
  await english.own.getByRole('button', { name: 'Come in' }).click();
  await english.own.getByRole('button', { name: 'All' }).click();
  await english.own.getByRole('button', { name: /Lucía Vega/ }).click();
  await expect(english.own.getByText('This link is for reading only.')).toBeVisible();
  await expect(english.own.getByRole('button', { name: 'Send' })).toHaveCount(0);
  await judge(english.own, 'visitor-reads');
  await page.goto('/settings/links');
  await expect(page.getByText('Solo lectura')).toBeVisible();
  await judge(page, 'links-two');
  // a plan without links, and both are over
  await onPlan(workspaceId, 'pro');
  await english.own.reload();
  await expect(english.own.getByRole('heading', { name: 'This link opens nothing' })).toBeVisible();
  await judge(english.own, 'visitor-gone');
  for (const each of [complaints, english.complaints, client.complaints])
    expect(each.filter((line) => !line.startsWith('Failed to load resource'))).toEqual([]);
  await own.context().close();
  await english.own.context().close();
});
