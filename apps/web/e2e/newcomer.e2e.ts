import { expect, type Page, test } from '@playwright/test';
import {
  closeExplainer,
  expectAccessible,
  freshEmail,
  freshNumber,
  PASSWORD,
  picture,
  product,
  signUp,
} from './support.ts';

/** As the simulator's page writes a number of Spain. */
const written = (number: string) => `+34 ${number.slice(2, 5)} ${number.slice(5, 8)} ${number.slice(8)}`;

/** The parts of the simulator's page stand side by side on a wide screen, and behind tabs on a narrow one. */
async function openPart(phone: Page, part: 'phones' | 'customers' | 'chat' | 'breaking'): Promise<void> {
  const tab = phone.locator(`nav [data-tab=${part}]`);
  if (await tab.isVisible()) await tab.click();
  await expect(phone.locator(`#${part}`)).toBeVisible();
}

test('a newcomer signs up, scans, receives, answers and sees the blue ticks', async ({ page, context }) => {
  test.setTimeout(300_000);
  const email = freshEmail();
  const number = freshNumber();

  await closeExplainer(page);
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
  await expect(page.getByRole('heading', { name: 'Recibe un mensaje' })).toBeVisible();

  // whoever writes is a customer of the simulator's page; nobody reads until told to
  await openPart(phone, 'breaking');
  await phone.getByLabel('Leen solos').uncheck();
  await expect(phone.getByLabel('Leen solos')).not.toBeChecked();
  await openPart(phone, 'customers');
  const customers = phone.locator('#customers');
  await customers.getByLabel('Número').fill(`+${freshNumber()}`);
  await customers.getByLabel('Nombre').fill('Lucía Romero');
  await customers.getByRole('button', { name: 'Añadir' }).click();
  const chat = phone.locator('#chat');
  await expect(chat.getByRole('heading', { name: 'Lucía Romero' })).toBeVisible();
  const write = async (text: string) => {
    await openPart(phone, 'chat');
    await chat.getByLabel('Mensaje', { exact: true }).fill(text);
    await chat.getByRole('button', { name: 'Enviar' }).click();
  };
  await write('Hola, ¿tenéis hueco mañana a las 10?');

  // the wizard's second step goes on by itself when the customer writes
  await page.getByRole('link', { name: 'Abrir la conversación' }).click();
  const thread = page.getByRole('log', { name: 'Mensajes' });
  await expect(thread).toContainText('¿tenéis hueco mañana a las 10?');
  await page.getByLabel('Mensaje para Lucía Romero').fill('Hola, Lucía. A las 10:15, ¿te va bien?');
  await page.keyboard.press('Enter');
  const answer = thread.locator('[data-message]').filter({ hasText: 'A las 10:15' });
  await expect(answer.getByLabel('Entregado')).toBeAttached();
  await picture(page, 'thread');
  await expectAccessible(page);
  await expect(chat.getByRole('log')).toContainText('A las 10:15');
  await expect(answer.getByLabel('Leído')).toHaveCount(0);
  await chat.getByRole('button', { name: 'Leer lo recibido' }).click();
  await expect(answer.getByLabel('Leído')).toBeAttached();

  // what comes while the thread is open paints by itself, seen and heard
  await chat.getByLabel('Escribir con identificador oculto (LID)').check();
  await write('Perfecto, gracias');
  await expect(thread).toContainText('Perfecto, gracias');
  await chat.getByRole('button', { name: 'Foto de ejemplo' }).click();
  await expect(thread.getByRole('button', { name: /^Ver la foto a tamaño completo/ })).toBeVisible();
  await chat.getByRole('button', { name: 'Nota de voz' }).click();
  await expect(thread.getByRole('button', { name: /^Reproducir\. Audio/ })).toBeVisible();

  // a line that is cut comes back by itself, with what was written meanwhile
  await openPart(phone, 'breaking');
  await phone.getByRole('button', { name: 'Cortar la conexión' }).click();
  await expect(phone.locator('#notice')).toHaveText('Hecho.');
  await write('¿Sigues ahí?');
  await expect(thread).toContainText('¿Sigues ahí?', { timeout: 20_000 });
  await page.getByLabel('Mensaje para Lucía Romero').fill('Aquí sigo');
  await page.keyboard.press('Enter');
  await expect(chat.getByRole('log')).toContainText('Aquí sigo', { timeout: 20_000 });
  await picture(phone, 'simulator-chat');
  const texts = await chat
    .getByRole('log')
    .locator('[data-id]')
    .evaluateAll((bubbles) =>
      bubbles.map(
        (bubble) => [...bubble.childNodes].find((node) => node.nodeType === Node.TEXT_NODE)?.textContent ?? '',
      ),
    );
  expect(texts).toEqual([
    'Hola, ¿tenéis hueco mañana a las 10?',
    'Hola, Lucía. A las 10:15, ¿te va bien?',
    'Perfecto, gracias',
    '',
    '',
    '¿Sigues ahí?',
    'Aquí sigo',
  ]);
});

test('a QR can also be linked by pasting its text', { tag: '@any-width' }, async ({ page, context }) => {
  test.setTimeout(200_000);
  await signUp(page);
  const number = freshNumber();
  await page.getByLabel('Nombre para reconocerlo').fill('Recepción');
  await page.getByRole('button', { name: 'Conectar', exact: true }).click();
  const qr = page.getByRole('img', { name: 'Código QR para vincular Recepción' });
  await expect(qr).toBeVisible({ timeout: 20_000 });
  const phone = await context.newPage();
  await phone.goto(product.urls.simulator);
  const phones = phone.locator('#phones');
  await phones.getByLabel('Número').fill(`+${number}`);
  await phones.getByLabel('Nombre').fill('Mostrador');
  await phones.getByRole('button', { name: 'Añadir' }).click();
  await expect(phones.getByRole('button', { name: /^Mostrador/ }).filter({ hasText: written(number) })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await phones.getByLabel('Texto del QR').fill((await qr.getAttribute('data-qr')) ?? '');
  await phones.getByRole('button', { name: 'Escanear', exact: true }).click();
  await expect(phone.locator('#notice')).toHaveText('Vinculado. La app se conecta en un momento.');
  await expect(page.getByRole('heading', { name: 'Recibe un mensaje' })).toBeVisible();
  await page.goto('/settings/connections');
  await expect(page.getByText('Conectado', { exact: true })).toBeVisible();
  await expect(page.getByText(written(number))).toBeVisible();
});
