import { expect, test } from '@playwright/test';
import { expectAccessible, freshEmail, freshNumber, PASSWORD, picture, product } from './support.ts';

/** As the simulator's page writes a number of Spain. */
const written = (number: string) => `+34 ${number.slice(2, 5)} ${number.slice(5, 8)} ${number.slice(8)}`;

test('a newcomer signs up, scans, receives, answers and sees the blue ticks', async ({ page, context }) => {
  test.setTimeout(120_000);
  const email = freshEmail();
  const number = freshNumber();

  await page.goto('/');
  await expect(page).toHaveURL(/\/login/);
  await expectAccessible(page);
  await picture(page, 'login');
  await page.getByRole('link', { name: 'Crear una' }).click();
  await page.getByLabel('Tu nombre').fill('Ana Ruiz');
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Nombre del negocio').fill('Peluquería Sol');
  await page.getByLabel('A qué os dedicáis').selectOption({ label: 'Salud y bienestar' });
  await page.getByLabel(/Acepto las condiciones/).check();
  await expectAccessible(page);
  await picture(page, 'signup');
  await page.getByRole('button', { name: 'Crear cuenta' }).click();

  // the code is in the mailbox that the screen itself points to
  await expect(page.getByRole('heading', { name: 'Te hemos enviado un correo' })).toBeVisible();
  await picture(page, 'verify');
  const [mailbox] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('link', { name: 'Abrir el buzón de pruebas' }).click(),
  ]);
  const mail = await mailbox.locator('a, li').filter({ hasText: email }).first().textContent();
  await mailbox.close();
  await page.getByLabel('Código de 6 cifras').fill(/\b\d{6}\b/.exec(mail ?? '')?.[0] ?? '');
  const submit = page.getByRole('button', { name: 'Comprobar' });
  if (await submit.isVisible()) await submit.click({ timeout: 2_000 }).catch(() => {});

  await expect(page.getByRole('heading', { name: 'Hola, Ana' })).toBeVisible();
  await expectAccessible(page);
  await picture(page, 'welcome');

  // connect: the simulated phone scans what the screen shows
  await page.getByLabel('Nombre para reconocerlo').fill('Recepción');
  await page.getByRole('button', { name: 'Conectar', exact: true }).click();
  const scan = page.getByRole('link', { name: 'Escanear con el teléfono simulado' });
  await expect(scan).toBeVisible({ timeout: 20_000 });
  await picture(page, 'qr');
  const [phone] = await Promise.all([context.waitForEvent('page'), scan.click()]);
  // phones of other businesses may be there already, so the newcomer adds one and chooses it
  const phones = phone.locator('#phones');
  await phones.getByLabel('Número').fill(`+${number}`);
  await phones.getByLabel('Nombre').fill('Peluquería Sol');
  await phones.getByRole('button', { name: 'Añadir' }).click();
  await picture(phone, 'simulator');
  await phones
    .getByRole('button', { name: /^Escanear con Peluquería Sol/ })
    .filter({ hasText: written(number) })
    .click();
  await expect(page.getByText('Recibe un mensaje')).toBeVisible();

  // the wizard's second step goes on by itself when the customer writes
  const customer = freshNumber();
  await product.simulator('POST', 'customers', { number: customer, name: 'Lucía Romero' });
  await product.simulator('POST', 'settings', { account: number, delivers: true, reads: false });
  await product.simulator('POST', 'send', {
    from: customer,
    account: number,
    text: 'Hola, ¿tenéis hueco mañana a las 10?',
  });
  await page.getByRole('link', { name: 'Abrir la conversación' }).click();
  const thread = page
    .getByRole('log', { name: 'Mensajes' })
    .or(page.getByRole('region', { name: 'Mensajes' }))
    .or(page.getByLabel('Mensajes', { exact: true }));
  await expect(thread.first()).toContainText('¿tenéis hueco mañana a las 10?');

  await page.getByLabel('Mensaje para Lucía Romero').fill('Hola, Lucía. A las 10:15, ¿te va bien?');
  await page.keyboard.press('Enter');
  await expect(thread.first()).toContainText('A las 10:15');
  await expect(page.getByLabel('Entregado').or(page.getByText('Entregado')).first()).toBeAttached();
  await picture(page, 'thread');
  await expectAccessible(page);
  await product.simulator('POST', 'read', { account: number, customer });
  await expect(page.getByLabel('Leído').or(page.getByText('Leído')).first()).toBeAttached();

  // a message that comes while the thread is open paints by itself
  await product.simulator('POST', 'send', {
    from: customer,
    account: number,
    text: 'Perfecto, gracias',
    addressing: 'lid',
  });
  await expect(thread.first()).toContainText('Perfecto, gracias');
  const shown = await product.simulator<{ text: string }[]>('GET', 'messages', {
    account: number,
    customer,
    phone: 'customer',
  });
  expect(shown.map((message) => message.text)).toEqual([
    'Hola, ¿tenéis hueco mañana a las 10?',
    'Hola, Lucía. A las 10:15, ¿te va bien?',
    'Perfecto, gracias',
  ]);
});
