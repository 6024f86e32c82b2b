import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect, type Locator, type Page, test } from '@playwright/test';
import { openProduct } from '@recado/testing/product/product';

export const PASSWORD = 'un tren verde a Soria';

/** The product that `npm start` runs for these journeys. */
export const product = openProduct(process.env.RECADO_RUNNING_FILE as string);

let counter = 0;
/** A number of Spain that no other journey of this run uses. */
export const freshNumber = (): string =>
  `346${String(Date.now()).slice(-6)}${String(process.pid % 10)}${String(counter++ % 10)}`;

export const freshEmail = (): string =>
  `persona.${Date.now()}.${Math.random().toString(36).slice(2, 8)}@taller.example`;

/** Opens an account as a newcomer does: form, mail, code; `atCode` is called where the code is asked for. Ends on the first-run screen. */
export async function signUp(
  page: Page,
  email = freshEmail(),
  business = 'Peluquería Sol',
  atCode: () => Promise<void> = async () => {},
): Promise<string> {
  await page.goto('/signup');
  await page.getByLabel('Tu nombre').fill('Ana Ruiz');
  await page.getByLabel('Correo electrónico').fill(email);
  await page.getByLabel('Contraseña', { exact: true }).fill(PASSWORD);
  await page.getByLabel('Nombre del negocio').fill(business);
  await page.getByLabel('A qué os dedicáis').selectOption({ label: 'Salud y bienestar' });
  await page.getByLabel(/Acepto las condiciones/).check();
  await page.getByRole('button', { name: 'Crear cuenta' }).click();
  await expect(page.getByRole('heading', { name: 'Te hemos enviado un correo' })).toBeVisible();
  await atCode();
  await page.getByLabel('Código de 6 cifras').fill(await product.codeFor(email));
  const submit = page.getByRole('button', { name: 'Comprobar' });
  if (await submit.isVisible()) await submit.click({ timeout: 2_000 }).catch(() => {});
  await expect(page).toHaveURL(/\/welcome/);
  await skipExplainer(page);
  return email;
}

/** Logs in as whoever comes with a browser that the account has not seen: the password, then the code from the mailbox. */
export async function logIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await product.skipMail(email);
  await page.goto('/login');
  await page.getByLabel('Correo electrónico').fill(email);
  await givePassword(page, password);
  await page.getByLabel('Código de 6 cifras').fill(await product.codeFor(email));
  await expect(page).not.toHaveURL(/\/login/);
  await skipExplainer(page);
  await page.reload();
}

/** From the login page with the address in it to wherever it leads, in a browser that the account knows. */
export async function finishLogIn(page: Page, password = PASSWORD): Promise<void> {
  await givePassword(page, password);
  await expect(page).not.toHaveURL(/\/login/);
}

async function givePassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('Contraseña', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Entrar', exact: true }).click();
}

/** The last proof of a person is eleven minutes old: the next delicate act asks for another one. */
export async function letProofAge(email: string): Promise<void> {
  await product.database(
    (sql) => sql`
      update guard.session s set stepup_at = now() - interval '11 minutes' from guard.person p where p.id = s.person_id and p.email = ${email}`,
  );
}

/** What is explained once has its own journey. In the others it counts as explained, and is closed where a page did not know that yet. */
export async function skipExplainer(page: Page): Promise<void> {
  await closeExplainer(page);
  await page.evaluate(() =>
    fetch('/api/trpc/sessionsSingle.noteSeen', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ notice: 'single-session', answer: 'understood' }),
    }),
  );
}

/** Closes it wherever it comes up on this page. */
export async function closeExplainer(page: Page): Promise<void> {
  const explainer = page.getByRole('dialog', { name: /Una sesión a la vez|One session at a time/ });
  await page.addLocatorHandler(explainer, () =>
    explainer.getByRole('button', { name: /Entendido|Understood/ }).click(),
  );
}

/** Ends the trial of a company's account: the provider's clock may be ahead of ours by then, and takes no trial that ends before it. */
export const endTrial = (workspaceId: string) =>
  product.database(
    (sql) => sql`
      insert into guard.billing_account (account_id, trial_ends_at)
        select w.account_id, now() - interval '1 minute' from app.workspace w where w.id = ${workspaceId}
        on conflict (account_id) do update set trial_ends_at = excluded.trial_ends_at`,
  );

/** A company whose owner is signed in in this browser, opened over the wire: for whom signing up is not the matter. */
export async function openCompany(page: Page, business = 'Peluquería Sol') {
  const company = await product.signUp(business, await page.evaluate(() => navigator.userAgent));
  await page
    .context()
    .addCookies([...company.browser.cookies].map(([name, value]) => ({ name, value, url: product.urls.web })));
  await closeExplainer(page);
  return company;
}

/** The same, for whom only the owner's address matters. */
export const openAccount = async (page: Page, business?: string): Promise<string> =>
  (await openCompany(page, business)).email;

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** No violation of WCAG 2.2 A or AA that a machine can see; none of some rules where only those are asked for. */
export async function expectAccessible(page: Page, only?: string[]): Promise<void> {
  await bringAxe(page);
  const violations = await page.evaluate(
    async (runOnly) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      // a colour on its way to another is neither; one that arrived may send what inherits it on its way
      const moving = () =>
        document
          .getAnimations()
          .filter((each) => each.playState === 'running' && Number.isFinite(each.effect?.getComputedTiming().endTime));
      // by frames: one that says it has finished and runs still would be asked for ever, and no frame would come to end it
      for (let frames = 0; frames < 180 && moving().length > 0; frames += 1)
        await new Promise((next) => requestAnimationFrame(next));
      // what is fine would be described as well, at length, and nobody reads it
      const found = await axe.run(document, { runOnly, resultTypes: ['violations'] });
      const told = (node: (typeof found.violations)[number]['nodes'][number]) =>
        `${node.target.join(' ')} (${[...node.any, ...node.all, ...node.none].map(({ message }) => message).join(' ')})`;
      return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(told).join(', ')}`);
    },
    only ? { type: 'rule' as const, values: only } : { type: 'tag' as const, values: STANDARDS },
  );
  expect.soft(violations).toEqual([]);
}

/** Where a page fetches axe from: sent over the debugger's wire it takes longer than to judge a page with it. */
const axeAddress = new Promise<string>((resolve) => {
  const server = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/javascript', 'cross-origin-resource-policy': 'cross-origin' });
    response.end(AXE);
  });
  server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/axe.js`));
  server.unref();
});

/** Once into a document, under the page's own nonce; over the wire where the page cannot fetch it. */
async function bringAxe(page: Page): Promise<void> {
  const isThere = await page.evaluate(
    (src) =>
      'axe' in window ||
      new Promise<boolean>((resolve) => {
        const script = document.createElement('script');
        script.nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
        script.onload = () => resolve('axe' in window);
        script.onerror = () => resolve(false);
        script.src = src;
        document.head.append(script);
        script.remove();
      }),
    await axeAddress,
  );
  if (!isThere) await page.evaluate(`${AXE}; undefined`);
}

const softly = expect.configure({ soft: true });

/** How small a screen is that everything must work on. */
const NARROW = { width: 390, height: 844 };

/**
 * Nothing is wider than its place, nothing shuts anybody out, and pictures are kept for people to look at, in both looks. They differ in
 * colours alone, so the dark one is asked for colours only, and at one width, for colours do not change with it. A journey that is not
 * made again on a phone is judged at a phone's width as well. A place is brought into sight first.
 */
export async function judge(page: Page, name: string, place?: Locator): Promise<void> {
  const own = page.viewportSize();
  await judgeAtThisWidth(page, name, place);
  if (!own || own.width <= NARROW.width || !test.info().tags.includes('@any-width')) return;
  await page.setViewportSize(NARROW);
  await judgeAtThisWidth(page, name, place);
  await page.setViewportSize(own);
}

async function judgeAtThisWidth(page: Page, name: string, place?: Locator): Promise<void> {
  // two frames: what follows the width by script has followed
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
  await place?.evaluate((section) => section.scrollIntoView());
  // an area that scrolls down also hides sideways what does not fit; a table of many columns scrolls in a place of its own
  const tooWide = () =>
    page.evaluate(() =>
      [
        document.documentElement,
        ...document.querySelectorAll('main, section, article, aside, form, fieldset, ul, [role=log], [role=dialog]'),
      ]
        .filter((each) => !each.querySelector(':scope > table') && each.scrollWidth > each.clientWidth + 1)
        .map((each) => `${each.tagName} ${each.id}: ${each.scrollWidth} in ${each.clientWidth}`),
    );
  const width = page.viewportSize()?.width ?? 0;
  if (width > NARROW.width) await expectWayOut(page, name);
  await softly.poll(tooWide, { message: `${name} is wider than its place at ${width}`, timeout: 3_000 }).toEqual([]);
  if (width > NARROW.width || KEEPS_PICTURES) {
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await expectAccessible(page, ['color-contrast', 'link-in-text-block']);
    await picture(page, `${name}-dark`);
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await expectAccessible(page);
  await picture(page, `${name}-light`);
}

/**
 * Whoever is in has the menu with "Cerrar sesión", or that itself, in sight on every page of the desk. Over is what took its place at a session's end,
 * and without a network there is nobody to tell.
 */
async function expectWayOut(page: Page, name: string): Promise<void> {
  const isDesk = /^\/(inbox|contacts|home|overview|settings)(\/|$)/.test(new URL(page.url()).pathname);
  if (!isDesk || (await page.locator('[data-notice]').count()) > 0 || !(await page.evaluate(() => navigator.onLine)))
    return;
  const out = page.locator(
    '[aria-label^="Tu cuenta: "], [aria-label^="Your account: "], main button:text-is("Cerrar sesión")',
  );
  await softly(out.first(), `${name} has the way out in sight`).toBeVisible();
}

/** RECADO_PICTURES=1 keeps pictures of the screens; where nobody looks at them they would be a tenth of the run. */
const KEEPS_PICTURES = process.env.RECADO_PICTURES === '1';

/** Keeps a picture of a screen for people to look at. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!KEEPS_PICTURES) return;
  const size = page.viewportSize();
  await page.screenshot({ path: path.resolve('.cache/pictures', `${name}-${size?.width}.png`) });
}
