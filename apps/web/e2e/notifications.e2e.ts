import { expect, test } from '@playwright/test';
import { freshNumber, judge, openCompany, product } from './support.ts';

test('whoever is needed is told by the bell, the tab and a list that leads there, as they chose, live and after a reload', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const number = freshNumber();
  const { browser, workspaceId } = await openCompany(page, 'Taller Ruiz');
  await product.connectNumber(browser, workspaceId, number);
  const customer = freshNumber();
  await product.simulator('POST', 'customers', { number: customer, name: 'Marta Gil' });
  const write = (text: string) => product.simulator('POST', 'send', { from: customer, account: number, text });
  await page.goto('/home');
  const bell = page.getByRole('button', { name: /^Avisos/ });
  await bell.click();
  const panel = page.getByRole('dialog', { name: 'Avisos' });
  await expect(panel).toContainText('Nada que contarte');
  await judge(page, 'notifications-empty', panel);
  await page.keyboard.press('Escape');

  await write('¿Tenéis hueco mañana?');
  await expect(bell).toHaveAccessibleName('Avisos: 1 sin leer', { timeout: 15_000 });
  await expect(page).toHaveTitle(/^\(1\) /);
  await expect(page.getByText('Marta Gil ha escrito por primera vez')).toBeAttached();
  await page.reload();
  await expect(bell).toHaveAccessibleName('Avisos: 1 sin leer');
  await expect(page).toHaveTitle(/^\(1\) /);
  await bell.focus();
  await page.keyboard.press('Enter');
  await expect(panel).toContainText('Marta Gil ha escrito por primera vez');
  await judge(page, 'notifications', panel);
  await panel.getByRole('link', { name: /Marta Gil/ }).press('Enter');
  await expect(page).toHaveURL(/\/inbox\/[0-9a-f-]{36}/);
  await expect(page.getByRole('log', { name: 'Mensajes' })).toContainText('¿Tenéis hueco mañana?');
  await expect(page).not.toHaveTitle(/^\(/);

  await page.goto('/settings/notifications');
  const waiting = page.getByRole('checkbox', { name: 'Alguien espera respuesta: Aquí' });
  await expect(waiting).toBeChecked();
  // an answer that was asked for before a press, and arrives after it, undoes nothing
  const { promise: pressed, resolve: letGo } = Promise.withResolvers<void>();
  const lists = /trpc\/[^?]*notifications\.list/;
  await page.route(
    lists,
    async (route) => {
      const answer = await route.fetch();
      await pressed;
      await route.fulfill({ response: answer });
    },
    { times: 1 },
  );
  const asked = page.waitForRequest(lists);
  const other = freshNumber();
  await product.simulator('POST', 'customers', { number: other, name: 'Luis Vega' });
  await product.simulator('POST', 'send', { from: other, account: number, text: '¿Abrís los sábados?' });
  await asked;
  await waiting.uncheck();
  await page.getByRole('checkbox', { name: 'Quiero horas de silencio' }).check();
  const answered = page.waitForResponse(lists);
  letGo();
  await answered;
  await expect(page.getByLabel('Desde')).toHaveValue('22:00');
  await judge(page, 'notification-settings');
  await page.reload();
  await expect(waiting).not.toBeChecked();
  await expect(page.getByLabel('Hasta')).toHaveValue('08:00');
});
