// `npm run e2e:browsers`: the same short way in Firefox and in WebKit. They are one person, so that each login ends the other's session.
import { parseArgs } from 'node:util';
import { openProduct } from '../product/product.ts';
import { until } from '../product/until.ts';
import { withProduct } from '../product/with-product.ts';
import { type BrowserPage, openPage } from './page.ts';
import { type FoundBrowsers, openFirefox, openWebkit, type Wire } from './wires.ts';

const { values } = parseArgs({ options: { running: { type: 'string' }, browsers: { type: 'string' } } });
const found = JSON.parse(values.browsers ?? '{}') as FoundBrowsers;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const say = (line: string) => print(`recado  ${line}`);
/** The end of a session is told at once; a slow machine has this long for it. */
const TOLD_MS = 5_000;
/** What the page speaks and looks like. */
const LOOK = 'return [document.documentElement.lang, getComputedStyle(document.documentElement).backgroundColor]';

let passed = 0;

async function smoke(runningFile: string): Promise<void> {
  const product = openProduct(runningFile);
  const { browser, workspaceId, email, password } = await product.signUp();
  const ours = `346${String(Date.now()).slice(-8)}`;
  await product.connectNumber(browser, workspaceId, ours);
  const desk = { product, email, password, ours };
  const wires: Wire[] = [];
  try {
    const firefox = await begin('Firefox', openFirefox);
    await journey(desk, firefox, 'Firefox');
    const webkit = await begin('WebKit', openWebkit);
    await journey(desk, webkit, 'WebKit', async () => {
      await step(firefox, 'Firefox', 'shows who ended its session', () => seesWhoCame(firefox, 'Safari'));
    });
    await step(firefox, 'Firefox', 'takes the session back', async () => {
      await firefox.press('a[href="/login"]');
      await firefox.type('input[type="password"]', password);
      await firefox.press('button[type="submit"]');
      await firefox.sees('[data-conversation]');
    });
    await step(webkit, 'WebKit', 'shows who ended its session', () => seesWhoCame(webkit, 'Firefox'));
  } finally {
    for (const wire of wires) await wire.close();
  }

  async function begin(name: string, open: (found: FoundBrowsers) => Promise<Wire>): Promise<BrowserPage> {
    const wire = await open(found);
    wires.push(wire);
    const page = openPage(wire, product.urls.web);
    say(`${name} ${/(?:Firefox|Version)\/([\d.]+)/.exec(await page.run('return navigator.userAgent'))?.[1] ?? ''}`);
    return page;
  }
}

type Desk = { product: ReturnType<typeof openProduct>; email: string; password: string; ours: string };

async function journey(desk: Desk, page: BrowserPage, name: string, onceIn = async () => {}): Promise<void> {
  const { product, email, password, ours } = desk;
  const customer = `346${String(Date.now()).slice(-8)}`;
  const write = (text: string) => product.simulator('POST', 'send', { from: customer, account: ours, text });
  const does = (what: string, run: () => Promise<void>) => step(page, name, what, run);

  await does('logs in with password and code, and stays in', async () => {
    await product.skipMail(email);
    await page.goTo('/login');
    await page.type('input[type="email"]', email);
    await page.type('input[type="password"]', password);
    await page.press('button[type="submit"]');
    await page.sees('input[autocomplete="one-time-code"]');
    await page.type('input[autocomplete="one-time-code"]', await product.codeFor(email));
    await page.sees('nav a[href="/inbox"]');
    await page.goTo('/inbox');
    await page.sees('nav a[href="/inbox"]');
  });
  await onceIn();
  await does('lists a conversation as it begins, and opens it', async () => {
    await product.simulator('POST', 'customers', { number: customer, name: `Marta ${name}` });
    await write('¿Tenéis hueco el viernes?');
    await page.press('[data-conversation]', `Marta ${name}`);
    await page.sees('[role="log"] article', '¿Tenéis hueco el viernes?');
  });
  await does('sends an answer, and shows the next message as it comes', async () => {
    await page.type('textarea', `A las cinco, desde ${name}`);
    await page.enter('textarea');
    await page.sees('[role="log"] article', `A las cinco, desde ${name}`);
    type Heard = { direction: string; text?: string };
    const heard = () => product.simulator<Heard[]>('GET', 'messages', { account: ours, customer });
    await until('the answer on the phone', async () => (await heard()).some(({ direction }) => direction === 'out'));
    await write('Perfecto, gracias');
    await page.sees('[role="log"] article', 'Perfecto, gracias', TOLD_MS);
  });
  await does('changes language and looks', async () => {
    const [language, colour] = await page.run<string[]>(LOOK);
    await page.sees('[role="log"] *', language === 'es' ? 'Hoy' : 'Today');
    await page.press('button[aria-haspopup="menu"]', 'Ana Ruiz');
    await page.press('[role="menuitemradio"]', language === 'es' ? 'English' : 'Español');
    await until('the other language', async () => (await page.run<string[]>(LOOK))[0] !== language);
    await page.press('button[aria-haspopup="menu"]', 'Ana Ruiz');
    await page.press('[role="menuitemradio"]', language === 'es' ? 'Dark' : 'Oscuro');
    await until('the other colours', async () => (await page.run<string[]>(LOOK))[1] !== colour);
    await page.sees('[role="log"] article', 'Perfecto, gracias');
    await page.picture(`browsers-${name}`);
  });
  await does('broke nothing on the way', async () => {
    const broken = await page.broken();
    if (broken.length > 0) throw new Error(broken.join('\n'));
  });
}

async function seesWhoCame(page: BrowserPage, browser: string): Promise<void> {
  await page.sees('h1', '', TOLD_MS);
  await page.sees('main p', browser, TOLD_MS);
  if (await page.run<boolean>('return document.querySelector("nav, [data-conversation]") !== null'))
    throw new Error('what lay behind is still in the document');
}

async function step(page: BrowserPage, browser: string, what: string, run: () => Promise<void>): Promise<void> {
  try {
    await run();
    passed += 1;
    say(`${browser} ${what}: fine`);
  } catch (error) {
    const file = await page.picture(`browsers-failed-${browser}`).catch(() => 'nowhere');
    throw new Error(`${browser} ${what}: FAILED, seen in ${file}\n${(error as Error).message}`, {
      cause: (error as Error).cause,
    });
  }
}

await withProduct(values.running, say, smoke).then(
  () => print(`${passed} passed, 0 failed`),
  (error: Error) => {
    print(`${error.message}${error.cause ? ` (${(error.cause as Error).message})` : ''}`);
    print(`${passed} passed, 1 failed`);
    process.exitCode = 1;
  },
);
