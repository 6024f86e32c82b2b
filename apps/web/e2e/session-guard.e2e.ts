import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { makeConversation } from '@recado/testing/companies';
import { listDeskPages } from '../src/server/trial/list-desk-pages.ts';
import { finishLogIn, judge, openAccount, picture, product } from './support.ts';

/** A figure, for whoever reads the run. */
const report = (figure: string): void => {
  test.info().annotations.push({ type: 'figure', description: figure });
  process.stdout.write(`${figure}\n`);
};
const displaced = (page: Page) => page.locator('[data-notice=displaced]');
/** Opens the inbox and waits for its stream. Answers the workspace that it reads. */
const inbox = async (page: Page, path = '/inbox'): Promise<string> => {
  const stream = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/live');
  await page.goto(path);
  expect((await stream).status()).toBe(200);
  // a phone shows the list or the thread
  const isThere = page.getByRole('heading', { name: 'Conversaciones' }).or(page.getByRole('log', { name: 'Mensajes' }));
  await expect(isThere.first()).toBeAttached();
  return new URL((await stream).url()).searchParams.get('workspace') ?? '';
};

/** Takes the last step of a login that was proved elsewhere, in this browser. Answers when it was answered, by this machine's clock. */
async function enter(page: Page, email: string): Promise<number> {
  const { rd, rp } = await product.proveLogin(email);
  await page.context().clearCookies();
  await page
    .context()
    .addCookies(Object.entries({ rd, rp }).map(([name, value]) => ({ name, value, url: product.urls.web })));
  if (!page.url().startsWith(product.urls.web)) await page.goto('/login');
  return await page.evaluate(async () => {
    const answer = await fetch('/api/trpc/sessionsSingle.initSession', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    if (!answer.ok) throw new Error(`the last step was answered ${answer.status}`);
    return Date.now();
  });
}

/** Remembers the instant at which the card stood on the screen. */
const watchForCard = (page: Page) =>
  page.evaluate(() => {
    const seen = globalThis as { cardAt?: number };
    const look = () => {
      if (document.querySelector('[data-notice=displaced]')) seen.cardAt ??= Date.now();
    };
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
const cardAt = async (page: Page): Promise<number> => {
  await expect(displaced(page)).toBeVisible({ timeout: 40_000 });
  return await page.evaluate(() => (globalThis as { cardAt?: number }).cardAt ?? Number.NaN);
};
async function elsewhere(page: Page): Promise<{ context: BrowserContext; page: Page }> {
  const context = await (page.context().browser() as NonNullable<ReturnType<BrowserContext['browser']>>).newContext();
  return { context, page: await context.newPage() };
}
const sql = product.database;
const personOf = (email: string) =>
  sql(async (db) => (await db`select id from guard.person where email_key = lower(${email})`)[0]?.id as string);
/** As if the server's clock had gone on for everything that this person did. */
const letPass = (email: string, minutes: number) =>
  sql(
    (
      db,
    ) => db`update guard.session s set last_input_at = last_input_at - make_interval(mins => ${minutes}), last_seen_at = last_seen_at - make_interval(mins => ${minutes}),
     idle_expires_at = idle_expires_at - make_interval(mins => ${minutes}) from guard.person p where p.email_key = lower(${email}) and s.person_id = p.id and s.ended_at is null`,
  );
/** A conversation to write in, without a number that could really send. */
async function withConversation(email: string): Promise<string> {
  return await sql(async (db) => {
    const [row] =
      await db`select m.workspace_id from app.member m join guard.person p on p.id = m.person_id where p.email_key = lower(${email})`;
    return (await makeConversation(db, row?.workspace_id)).conversationId;
  });
}

/** Whatever this person's sessions did to each other happened a quarter of an hour ago: nobody has to keep cool. */
const letQuarrelPass = (email: string) =>
  product.database(
    (sql) => sql`
      update guard.session s set ended_at = s.ended_at - interval '15 minutes' from guard.person p
       where p.id = s.person_id and p.email = ${email} and s.end_reason = 'displaced'`,
  );

/** How many of them the ordinary run makes; RECADO_DISPLACEMENTS asks for more. */
const DISPLACEMENTS = Number(process.env.RECADO_DISPLACEMENTS ?? 8);

test('displacements in a row are on the screen within a second, every one', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(300_000);
  const email = await openAccount(page);
  const other = await elsewhere(page);
  await inbox(page);
  const took: number[] = [];
  let [holder, comer] = [page, other.page];
  for (let n = 0; n < DISPLACEMENTS; n += 1) {
    await watchForCard(holder);
    const answeredAt = await enter(comer, email);
    took.push((await cardAt(holder)) - answeredAt);
    await inbox(comer);
    await letQuarrelPass(email);
    [holder, comer] = [comer, holder];
  }
  const sorted = [...took].sort((a, b) => a - b);
  report(`displacement notice over the stream, ms: ${sorted.join(' ')}`);
  expect(sorted.at(-1)).toBeLessThan(1_000);
  await other.context.close();
});

test('with the stream blocked the next poll tells, within 32 seconds', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(90_000);
  const email = await openAccount(page);
  await page.context().route('**/live?*', (route) => route.abort());
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Conversaciones' }).first()).toBeVisible();
  await watchForCard(page);
  // a break of the stream asks too; only what the clock asks is wanted here
  const other = await elsewhere(page);
  const answeredAt = await enter(other.page, email);
  const took = (await cardAt(page)) - answeredAt;
  report(`displacement notice with the stream blocked, ms: ${took}`);
  expect(took).toBeLessThan(32_000);
  await other.context.close();
});

test('nothing that holds data reaches the loser after the winner was answered', { tag: '@any-width' }, async ({
  page,
}) => {
  test.setTimeout(120_000);
  const email = await openAccount(page);
  const conversationId = await withConversation(email);
  const workspaceId = await inbox(page, `/inbox/${conversationId}`);
  // a tab that asks without pause, in every way that its screens ask
  await page.evaluate(
    ([workspaceId, conversationId]) => {
      const asked: { at: number; url: string; status: number }[] = [];
      Object.assign(globalThis, { asked });
      const ways = [
        ['conversations.list', { view: 'all' }],
        ['conversations.messages', { conversationId }],
        ['conversations.get', { conversationId }],
        ['channels.list', {}],
      ].map(([name, input]) => `/api/trpc/${name}?input=${encodeURIComponent(JSON.stringify({ workspaceId, input }))}`);
      ways.push('/api/trpc/sessionsSingle.getCurrentSession', '/api/trpc/sessionsSingle.list', '/inbox');
      for (const url of ways) {
        const again = async (): Promise<void> => {
          const at = Date.now();
          const answer = await fetch(url, { redirect: 'manual' });
          const text = await answer.text();
          const isDark =
            answer.status === 401 ||
            answer.type === 'opaqueredirect' ||
            (url === '/inbox' && text.includes('data-notice="displaced"'));
          asked.push({ at, url, status: isDark ? 401 : answer.status });
          if (!(globalThis as { isEnough?: boolean }).isEnough) await again();
        };
        void again().catch(() => {});
      }
    },
    [workspaceId, conversationId],
  );
  const told: { at: number; url: string; status: number }[] = [];
  page.on('response', (answer) => {
    if (!answer.url().includes('/_next/')) told.push({ at: Date.now(), url: answer.url(), status: answer.status() });
  });
  const other = await elsewhere(page);
  const answeredAt = await enter(other.page, email);
  await expect(displaced(page)).toBeVisible();
  // until every way has been asked after the winner was answered
  await page.waitForFunction(
    (since) => {
      const { asked } = globalThis as unknown as { asked: { at: number; url: string }[] };
      return new Set(asked.filter(({ at }) => at > since).map(({ url }) => url)).size === 7;
    },
    answeredAt,
    { timeout: 40_000 },
  );
  const asked = await page.evaluate(
    () => (globalThis as unknown as { asked: { at: number; url: string; status: number }[] }).asked,
  );
  await page.evaluate(() => Object.assign(globalThis, { isEnough: true }));
  const before = asked.filter(({ at, status }) => at < answeredAt && status === 200);
  const after = asked.filter(({ at }) => at > answeredAt);
  expect(before.length).toBeGreaterThan(7);
  expect(new Set(after.map(({ url }) => url.split('?')[0])).size).toBe(7);
  report(
    `answers to the loser: ${before.length} with data before, ${after.length} after, of which ${after.filter(({ status }) => status !== 401).length} with data`,
  );
  expect(after.filter(({ status }) => status !== 401)).toEqual([]);
  // what the tab asked by itself: the card's own note, and nothing else that was answered
  const own = told
    .filter(({ at, status }) => at > answeredAt + 1_000 && status === 200)
    .map(({ url }) => new URL(url).pathname);
  expect(own.filter((path) => !/noteCard|\/inbox$/.test(path))).toEqual([]);
  // every page there is, as a browser and as Next's own router ask for it, holds nothing of the person any more
  const pages = listDeskPages(conversationId);
  expect(pages.length).toBeGreaterThan(20);
  const leaks = await page.evaluate(
    async ([pages, email]) => {
      const leaks: string[] = [];
      for (const path of pages)
        for (const headers of [{}, { rsc: '1' }, { rsc: '1', 'next-router-prefetch': '1' }] as Record<
          string,
          string
        >[]) {
          const answer = await fetch(path, { headers, redirect: 'manual' });
          const text = await answer.text();
          const isDark = text.includes('data-notice') || answer.type === 'opaqueredirect' || 'rsc' in headers;
          if (!isDark || text.includes(email) || text.includes('Peluquería Sol')) leaks.push(path);
        }
      return leaks;
    },
    [pages, email] as const,
  );
  expect(leaks).toEqual([]);
  await other.context.close();
});

test('two tabs of a browser share one stream, and both go dark', { tag: '@any-width' }, async ({ page, context }) => {
  const email = await openAccount(page);
  let streams = 0;
  context.on('request', (request) => {
    if (new URL(request.url()).pathname === '/live') streams += 1;
  });
  await inbox(page);
  const second = await context.newPage();
  await second.goto('/inbox');
  await expect(second.getByRole('heading', { name: 'Conversaciones' }).first()).toBeVisible();
  await Promise.all([watchForCard(page), watchForCard(second)]);
  expect(streams).toBe(1);
  const other = await elsewhere(page);
  const answeredAt = await enter(other.page, email);
  for (const tab of [page, second]) expect((await cardAt(tab)) - answeredAt).toBeLessThan(1_000);
  expect(streams).toBe(1);
  await other.context.close();
});

/** Notes, when the page is taken out of the browser's memory, whether it was dark in that instant. */
const watchWaking = (page: Page) =>
  page.evaluate(() => {
    addEventListener(
      'pageshow',
      ({ persisted }) => {
        const look = getComputedStyle(document.body).visibility;
        Object.assign(globalThis, { woke: { persisted, look, at: Date.now() } });
      },
      { capture: true },
    );
  });
const waking = (page: Page) =>
  page.evaluate(() => {
    const { woke, cardAt } = globalThis as {
      woke?: { persisted: boolean; look: string; at: number };
      cardAt?: number;
    };
    return woke && { ...woke, took: (cardAt ?? Number.NaN) - woke.at };
  });

test('a page that is kept for the way back reads nothing meanwhile, is dark until it has asked, and then says who came', {
  tag: '@any-width',
}, async ({ page }) => {
  const email = await openAccount(page);
  await page.clock.install();
  await Promise.all([page.waitForResponse(/conversations\.list/), inbox(page)]);
  await Promise.all([watchForCard(page), watchWaking(page)]);
  // what the browser tells a page that it keeps; the real way is taken by the next test where a browser has that memory
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  // what was on its way in that moment has left by then
  await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  // nor does any timer of the page ask for something, which a browser would not let run either
  await page.clock.fastForward('00:50');
  const other = await elsewhere(page);
  await enter(other.page, email);
  await inbox(other.page);
  expect(await displaced(page).count()).toBe(0);
  // the router may still have fetched ahead what a link leads to, in the moment before
  expect(asked.filter((path) => /^\/(api|live)/.test(path))).toEqual([]);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
  await expect(displaced(page)).toBeVisible({ timeout: 3_000 });
  const woke = await waking(page);
  report(`card after waking, ms: ${woke?.took}`);
  expect(woke).toMatchObject({ persisted: true, look: 'hidden' });
  expect(woke?.took).toBeLessThan(1_000);
  await other.context.close();
});

test('the way back to a page whose session is gone shows the card at once, from the browser’s memory where it has one', {
  tag: '@any-width',
}, async ({ baseURL, viewport }) => {
  // Playwright switches that memory off for every browser it starts, unless told not to
  const { launchOptions = {} } = test.info().project.use;
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  try {
    const context = await browser.newContext({ baseURL, viewport, locale: 'es-ES', timezoneId: 'Europe/Madrid' });
    const page = await context.newPage();
    const refusals: string[] = [];
    const devtools = await context.newCDPSession(page);
    await devtools.send('Page.enable');
    devtools.on('Page.backForwardCacheNotUsed', ({ notRestoredExplanations }) =>
      refusals.push(...notRestoredExplanations.map(({ reason }) => reason)),
    );
    const email = await openAccount(page);
    await inbox(page);
    await Promise.all([watchForCard(page), watchWaking(page)]);
    await page.goto(product.urls.simulator);
    const other = await browser.newContext({ baseURL, locale: 'es-ES' });
    await enter(await other.newPage(), email);
    await page.goBack({ waitUntil: 'commit' });
    await expect(displaced(page)).toBeVisible({ timeout: 5_000 });
    const woke = await waking(page);
    if (woke) expect(woke).toMatchObject({ persisted: true, look: 'hidden' });
    // no lock, channel or stream of ours may be the reason; the headless shell has no such memory at all
    else
      expect(
        refusals.filter(
          (reason) => /Lock|Broadcast|Network|EventSource|Worker/.test(reason) && !/NoStore/.test(reason),
        ),
      ).toEqual([]);
    report(`the way back: ${woke ? `kept, card after ${woke.took} ms` : `loaded again (${refusals.join(', ')})`}`);
  } finally {
    await browser.close();
  }
});

test('a machine that slept asks as soon as it wakes', { tag: '@any-width' }, async ({ page }) => {
  const email = await openAccount(page);
  // a machine that sleeps hears no stream and runs no timer
  await page.context().route('**/live?*', (route) => route.abort());
  await page.clock.install();
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: 'Conversaciones' }).first()).toBeAttached();
  await page.clock.pauseAt(Date.now() + 60_000);
  const other = await elsewhere(page);
  await enter(other.page, email);
  expect(await displaced(page).count()).toBe(0);
  const wokeAt = Date.now();
  await page.clock.fastForward('05:00');
  // how soon is said below; a machine that does much else at once is let take longer
  await expect(displaced(page)).toBeVisible({ timeout: 10_000 });
  report(`card after sleep, ms: ${Date.now() - wokeAt}`);
  await other.context.close();
});

test('two minutes before the end somebody who does nothing is asked, may stay, and is let go when they do not', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(150_000);
  const email = await openAccount(page);
  await page.clock.install();
  await inbox(page);
  const warning = page.getByRole('dialog', { name: '¿Sigues ahí?' });
  await page.clock.fastForward('42:30');
  await expect(warning).toHaveCount(0);
  await letPass(email, 43);
  await page.clock.fastForward('00:30');
  await expect(warning).toBeVisible();
  await expect(warning.getByRole('timer')).toHaveText(/^(1:[345]\d|2:00)$/);
  await expect(warning.getByRole('status')).toHaveText('Quedan dos minutos.');
  // a page whose clock jumps asks the server, for which the minute must have passed as well
  await letPass(email, 1);
  await page.clock.fastForward('01:00');
  await expect(warning.getByRole('status')).toHaveText('Queda un minuto.');
  await judge(page, 'idle-warning');
  await warning.getByRole('button', { name: 'Sigo aquí' }).last().click();
  await expect(warning).toHaveCount(0);
  const [row] = await sql(
    (db) =>
      db`select extract(epoch from idle_expires_at - clock_timestamp())::int left_s from guard.session s join guard.person p on p.id = s.person_id where p.email_key = lower(${email}) and s.ended_at is null`,
  );
  expect(row?.left_s).toBeGreaterThan(44 * 60);
  await letPass(email, 46);
  await page.clock.fastForward('46:00');
  await expect(page.locator('[data-notice=inactive]')).toBeVisible();
  await judge(page, 'inactive');
});

test('an account whose experiment says thirty minutes is asked after twenty-eight', { tag: '@any-width' }, async ({
  page,
}) => {
  const email = await openAccount(page);
  await sql(
    (db) =>
      db`update guard.session s set idle_limit = '30 minutes', idle_expires_at = last_input_at + interval '30 minutes' from guard.person p where p.email_key = lower(${email}) and s.person_id = p.id`,
  );
  await page.clock.install();
  await inbox(page);
  const warning = page.getByRole('dialog', { name: '¿Sigues ahí?' });
  await page.clock.fastForward('27:30');
  await expect(warning).toHaveCount(0);
  await letPass(email, 28);
  await page.clock.fastForward('00:31');
  await expect(warning).toContainText('30 minutos');
});

test('a draft is sealed while somebody else holds the browser, and comes back to the person who wrote it', {
  tag: '@any-width',
}, async ({ page, context }) => {
  test.setTimeout(90_000);
  const words = 'El presupuesto de Lucía son 240';
  const email = await openAccount(page);
  const conversationId = await withConversation(email);
  await inbox(page, `/inbox/${conversationId}`);
  const box = page.getByLabel(/^Mensaje para/);
  await box.fill(words);
  const other = await elsewhere(page);
  await enter(other.page, email);
  await expect(displaced(page)).toBeVisible();
  const stored = () =>
    page.evaluate(() =>
      JSON.stringify([...Object.entries({ ...localStorage }), ...Object.entries({ ...sessionStorage })]),
    );
  expect(await stored()).toContain('recado.draft.');
  expect(await stored()).not.toContain('presupuesto');
  expect(await page.content()).not.toContain(email);

  // somebody else in the same browser; their account was opened with a secret of its own for it, so that the first one is put back
  const secrets = (await context.cookies()).filter(({ name }) => name === 'rd');
  const second = await context.newPage();
  await openAccount(second);
  await second.goto('/inbox');
  expect(await second.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('presupuesto');
  await second.getByRole('button', { name: /Tu cuenta/ }).click();
  await second.getByRole('menuitem', { name: 'Cerrar sesión' }).click();
  await expect(second).toHaveURL(/\/login/);
  await context.addCookies(secrets);

  await displaced(page).getByRole('link', { name: 'Recuperar la sesión' }).click();
  await expect(page).toHaveURL(/\/login$/);
  await expect(page.getByLabel('Correo electrónico')).toHaveValue(email);
  expect(await stored()).not.toContain(email);
  await finishLogIn(page);
  await expect(page).toHaveURL(new RegExp(`/inbox/${conversationId}$`));
  await expect(box).toHaveValue(words);
  await other.context.close();
});

test('an app that was displaced while it had no network learns so before it sends anything', {
  tag: '@any-width',
}, async ({ page, context }) => {
  const email = await openAccount(page);
  const conversationId = await withConversation(email);
  await inbox(page, `/inbox/${conversationId}`);
  const box = page.getByLabel(/^Mensaje para/);
  await expect(box).toBeVisible();
  await context.setOffline(true);
  await box.fill('Esto no debe salir');
  await box.press('Enter');
  await expect(page.locator('[data-pending]')).toBeVisible();
  const other = await elsewhere(page);
  await enter(other.page, email);
  let sent = 0;
  page.on('request', (request) => {
    if (request.url().includes('conversations.send')) sent += 1;
  });
  await context.setOffline(false);
  await expect(displaced(page)).toBeVisible();
  expect(sent).toBe(0);
  await displaced(page).getByRole('link', { name: 'Recuperar la sesión' }).click();
  await finishLogIn(page);
  // it is a draft now, and nothing has left
  await expect(page.getByLabel(/^Mensaje para/)).toHaveValue('Esto no debe salir');
  const [row] = await sql(
    (db) => db`select count(*)::int n from app.message where conversation_id = ${conversationId}`,
  );
  expect([sent, row?.n]).toEqual([0, 0]);
  await other.context.close();
});

test('the card says who came and what can be done', async ({ page }) => {
  test.setTimeout(120_000);
  const email = await openAccount(page);
  await inbox(page);
  const other = await elsewhere(page);
  await enter(other.page, email);
  const card = displaced(page);
  await expect(card.getByText(/con .+ en Linux, hace un momento/)).toBeVisible();
  await expect(card.getByText('Tu plan permite una sesión a la vez')).toBeVisible();
  await judge(page, 'card');
  await card.getByRole('button', { name: 'He sido yo', exact: true }).click();
  await expect(card.getByRole('heading', { name: 'Todo en orden' })).toBeVisible();
  await judge(page, 'card-mine');
  await card.getByRole('button', { name: 'Volver' }).click();
  await card.getByRole('button', { name: 'Somos varios con esta cuenta' }).click();
  await expect(card.getByText(/157\s€ al mes/)).toBeVisible();
  await judge(page, 'card-several');
  await card.getByRole('button', { name: 'Hablar con nosotros' }).click();
  await page.keyboard.type('Somos tres en la peluquería');
  await judge(page, 'card-talk');
  await card.getByRole('button', { name: 'Enviar' }).click();
  await expect(card.getByText('Recibido. Te contestamos a tu correo.')).toBeVisible();
  await card.getByRole('button', { name: 'Volver' }).click();
  await other.page.goto('/inbox');
  await card.getByRole('button', { name: 'No he sido yo' }).click();
  await expect(card.getByRole('heading', { name: 'Hemos cerrado todas las sesiones' })).toBeVisible();
  await expect(card.getByRole('link', { name: 'Cambiar la contraseña' })).toHaveAttribute('href', '/login/forgotten');
  await judge(page, 'card-reported');
  await expect(other.page.locator('[data-notice]')).toBeVisible();
  const personId = await personOf(email);
  const events = await sql(
    (db) =>
      db`select detail ->> 'action' action from guard.session_event where person_id = ${personId} and kind = 'card' order by id`,
  );
  expect(events.map((event) => event.action)).toEqual(['view', 'mine', 'several', 'not_me']);
  await other.context.close();
});

test('what one session means is explained once, and the server remembers it', { tag: '@any-width' }, async ({
  page,
}) => {
  test.setTimeout(120_000);
  const email = await openAccount(page);
  const personId = await personOf(email);
  await page.removeLocatorHandler(page.getByRole('dialog', { name: /Una sesión a la vez|One session at a time/ }));
  await sql((db) => db`delete from guard.notice_seen where person_id = ${personId}`);
  await page.goto('/inbox');
  const explainer = page.getByRole('dialog', { name: 'Una sesión a la vez' });
  await expect(explainer).toBeVisible();
  await judge(page, 'explainer');
  const noted = page.waitForResponse((answer) => answer.url().includes('noteSeen'));
  await explainer.getByRole('button', { name: 'Somos varios: ver plan Equipo' }).click();
  const team = page.getByRole('dialog', { name: 'Un acceso para cada persona' });
  await expect(team.getByText(/157\s€ al mes/)).toBeVisible();
  await picture(page, 'explainer-team');
  expect((await noted).status()).toBe(200);
  await team.getByRole('button', { name: 'Entendido' }).click();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Conversaciones' }).first()).toBeVisible();
  await expect(explainer).toHaveCount(0);
});
