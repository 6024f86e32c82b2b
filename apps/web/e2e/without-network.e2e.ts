import { expect, type Page, test } from '@playwright/test';
import { makeConversation } from '@recado/testing/companies';
import { finishLogIn, judge, openAccount, product } from './support.ts';

const sql = product.database;

/** What the browser keeps for when there is no network: names and whose it is, and nothing of what is sealed. */
const kept = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<{ hasKey: boolean; names: string[]; isInTheClear: boolean }>((resolve) => {
        const open = indexedDB.open('recado-offline');
        open.onsuccess = () => {
          if (!open.result.objectStoreNames.contains('things'))
            return resolve({ hasKey: false, names: [], isInTheClear: false });
          const tx = open.result.transaction(['session', 'things']);
          const own = tx.objectStore('session').get('own');
          const names = tx.objectStore('things').getAllKeys();
          const things = tx.objectStore('things').getAll();
          tx.oncomplete = () => {
            open.result.close();
            const plain = (things.result as { content: ArrayBuffer }[]).map(({ content }) =>
              new TextDecoder().decode(content),
            );
            resolve({
              hasKey: own.result !== undefined,
              names: names.result.map(String),
              isInTheClear: plain.join().includes('Buenas'),
            });
          };
        };
      }),
  );
async function withConversation(email: string): Promise<string> {
  return await sql(async (db) => {
    const [row] =
      await db`select m.workspace_id from app.member m join guard.person p on p.id = m.person_id where p.email_key = lower(${email})`;
    return (await makeConversation(db, row?.workspace_id)).conversationId;
  });
}
/** Opens a desk and waits until its conversation can be read without a network, the page for it included. */
async function openDesk(page: Page, conversationId: string): Promise<void> {
  await page.goto(`/inbox/${conversationId}`);
  await expect(page.getByLabel(/^Mensaje para/)).toBeVisible();
  await expect.poll(async () => (await kept(page)).names, { timeout: 40_000 }).toContain(`thread.${conversationId}`);
  await expect
    .poll(() => page.evaluate(async () => (await caches.match('/offline', { ignoreSearch: true })) !== undefined), {
      timeout: 40_000,
    })
    .toBe(true);
}
const bodiesOf = (conversationId: string) =>
  sql(async (db) =>
    (
      await db`select body from app.message where conversation_id = ${conversationId} and direction = 'out' order by seq`
    ).map(({ body }) => body as string),
  );

test('without a network the latest is read after a reload, and what is written leaves once when it is back', {
  tag: '@any-width',
}, async ({ page, context }) => {
  const email = await openAccount(page);
  const conversationId = await withConversation(email);
  await openDesk(page, conversationId);
  await context.setOffline(true);
  // one in the open desk, two in the page that a reload brings
  const box = page.getByLabel(/^Mensaje para/);
  await box.fill('La primera');
  await box.press('Enter');
  const pending = page.locator('[data-pending]');
  await expect(pending).toContainText('saldrá cuando vuelva');
  await expect(pending.getByRole('img', { name: 'Enviando' })).toBeVisible();
  // sealing takes a moment, and longer beside other work; a reload within it is nobody's
  await expect.poll(async () => (await kept(page)).names.some((name) => name.startsWith('waiting'))).toBe(true);
  await page.reload();
  await expect(page.getByText(/Sin conexión: ves lo último que se guardó a las \d+:\d+/)).toBeVisible();
  await expect(page.locator('[data-waiting]')).toHaveText(/La primera/);
  for (const words of ['La segunda', 'La tercera']) {
    await box.fill(words);
    await box.press('Enter');
    await expect(page.locator('[data-waiting]').filter({ hasText: words })).toBeVisible();
  }
  expect((await kept(page)).isInTheClear).toBe(false);
  await judge(page, 'without-network');
  // another tab of the same browser comes back with it
  const other = await context.newPage();
  await context.setOffline(false);
  await other.goto('/inbox');
  await expect.poll(() => bodiesOf(conversationId), { timeout: 40_000 }).toHaveLength(3);
  await expect(page.getByRole('log', { name: 'Mensajes' })).toContainText('La tercera');
  expect((await bodiesOf(conversationId)).sort()).toEqual(['La primera', 'La segunda', 'La tercera']);
});

test('whoever is displaced without a network reads on no longer than that, and what they wrote becomes a draft', {
  tag: '@any-width',
}, async ({ page, context, browser }) => {
  const email = await openAccount(page);
  const conversationId = await withConversation(email);
  await openDesk(page, conversationId);
  await context.setOffline(true);
  await page.reload();
  const box = page.getByLabel(/^Mensaje para/);
  for (const words of ['Una', 'Dos', 'Tres']) {
    await box.fill(words);
    await box.press('Enter');
    await expect(page.locator('[data-waiting]').filter({ hasText: words })).toBeVisible();
  }
  const { rd, rp } = await product.proveLogin(email);
  const elsewhere = await browser.newContext();
  await elsewhere.addCookies(
    Object.entries({ rd, rp }).map(([name, value]) => ({ name, value, url: product.urls.web })),
  );
  const winner = await elsewhere.newPage();
  await winner.goto('/login');
  await winner.evaluate(() =>
    fetch('/api/trpc/sessionsSingle.initSession', { method: 'POST', headers: { 'content-type': 'application/json' } }),
  );
  await context.setOffline(false);
  await expect(page.locator('[data-notice=displaced]')).toBeVisible({ timeout: 40_000 });
  await expect.poll(() => kept(page)).toMatchObject({ hasKey: false, names: [] });
  await page.getByRole('link', { name: 'Recuperar la sesión' }).click();
  await page.getByLabel('Correo electrónico').fill(email);
  await finishLogIn(page);
  await page.goto(`/inbox/${conversationId}`);
  await expect(box).toHaveValue('Una\nDos\nTres');
  expect(await bodiesOf(conversationId)).toEqual([]);
  await elsewhere.close();
});

test('a push is shown where nobody looks, under the name of its conversation', { tag: '@any-width' }, async ({
  page,
  context,
}) => {
  const email = await openAccount(page);
  const conversationId = await withConversation(email);
  await page.goto('/settings/notifications');
  await expect(page.getByRole('heading', { name: 'Avisos en este dispositivo' })).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'Alguien espera respuesta: Dispositivo' })).toBeChecked();
  await judge(page, 'push-settings');
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const worker = context.serviceWorkers()[0] ?? (await context.waitForEvent('serviceworker'));
  // a browser without a screen has no notices and no icon: what would be shown is looked at instead
  await worker.evaluate(() => {
    const scope = self as unknown as { registration: ServiceWorkerRegistration; shown: unknown[] };
    scope.shown = [];
    const counting = self as unknown as { asked: number };
    counting.asked = 0;
    const asking = self.fetch.bind(self);
    self.fetch = async (...given: Parameters<typeof fetch>) => {
      const answer = await asking(...given);
      if (String(given[0]).includes('validateSession')) counting.asked += 1;
      return answer;
    };
    Object.defineProperty(navigator, 'setAppBadge', { value: async () => {} });
    scope.registration.showNotification = async (title, how) =>
      void scope.shown.push({ title, body: how?.body, tag: how?.tag, url: how?.data.url });
  });
  const shown = () => worker.evaluate(() => (self as unknown as { shown: unknown[] }).shown);
  // the debugger stands in for the browser's push service: it hands the worker what would have been opened
  const debuggerOf = await context.newCDPSession(page);
  const registered = new Promise<string>((resolve) =>
    debuggerOf.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      if (registrations[0]) resolve(registrations[0].registrationId);
    }),
  );
  await debuggerOf.send('ServiceWorker.enable');
  const registrationId = await registered;
  const deliver = (title: string, tag = conversationId) =>
    debuggerOf.send('ServiceWorker.deliverPushMessage', {
      ...{ origin: product.urls.web, registrationId },
      data: JSON.stringify({
        ...{ title, body: '¿tenéis hueco?', tag, url: `/inbox/${conversationId}`, unread: 1 },
      }),
    });
  // whoever looks at Recado is told there
  await page.bringToFront();
  await deliver('Mientras miras');
  await page.goto('about:blank');
  await deliver('Marta espera respuesta');
  await expect.poll(shown).toContainEqual({
    ...{ title: 'Marta espera respuesta', body: '¿tenéis hueco?' },
    ...{ tag: conversationId, url: `/inbox/${conversationId}` },
  });
  const titles = async () => ((await shown()) as { title: string }[]).map(({ title }) => title);
  // what waited for the telephone while the session ran out says only how many wait, and after a displacement nothing
  const end = (reason: string) =>
    sql(
      (db) => db`update guard.session s set ended_at = clock_timestamp(), end_reason = ${reason} from guard.person p
        where p.email_key = lower(${email}) and s.person_id = p.id`,
    );
  await end('idle');
  await deliver('Pepe espera respuesta');
  await deliver('3 sin leer', 'count');
  await expect.poll(titles).toEqual(['Marta espera respuesta', '3 sin leer']);
  await end('displaced');
  await deliver('4 sin leer', 'count');
  await deliver('Ana espera respuesta');
  const asked = () => worker.evaluate(() => (self as unknown as { asked: number }).asked);
  await expect.poll(asked).toBe(6);
  expect(await titles()).toEqual(['Marta espera respuesta', '3 sin leer']);
});
