// program: the inbox of 100,000 conversations in a browser: how soon it can be used, and how soon a key shows while 50 messages a second arrive. --loads N --keys N
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, Page } from '@playwright/test';
import { type BusyInbox, openBusyInbox } from '@recado/testing/product/busy-inbox';
import { openChromium } from '@recado/testing/product/open-chromium';
import { openProduct } from '@recado/testing/product/product';
import { findChromium } from '../../../scripts/chromium.ts';
import { type Started, startCopy } from '../../../scripts/clean-copy.ts';
import { ROOT } from '../../../scripts/terminal.ts';
import { finish, median, percentile, type Result, say, show } from './report.ts';

const { values } = parseArgs({
  options: {
    loads: { type: 'string', default: '15' },
    keys: { type: 'string', default: '200' },
    conversations: { type: 'string', default: '100000' },
    running: { type: 'string' },
  },
});
const [loads, keys, conversations] = [Number(values.loads), Number(values.keys), Number(values.conversations)];
const PER_SECOND = 50;

/** Runs in the page: notes when the frame after each typed key was on the screen. */
const NOTE_KEYS = `
  window.keyTimes = [];
  addEventListener('keydown', (event) => {
    const began = event.timeStamp;
    requestAnimationFrame(() => { const { port1, port2 } = new MessageChannel(); port1.onmessage = () => keyTimes.push(performance.now() - began); port2.postMessage(0); });
  }, true);`;

/** Runs in the page: whether it moves to a row when the key for it is pressed. */
const ANSWERS_A_KEY = `(() => {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true }));
  return document.activeElement?.hasAttribute('data-conversation');
})()`;

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
const data = '.cache/bench-screen';
const results: Result[] = [];
let started: Started | undefined;
let browser: Browser | undefined;
let inbox: BusyInbox | undefined;
try {
  if (!values.running) {
    fs.rmSync(path.join(ROOT, data), { recursive: true, force: true });
    const env = { RECADO_DATA_DIR: data, RECADO_PORT_BASE: '0' };
    started = await startCopy(ROOT, { env, abort: abort.signal, withinMs: 900_000 });
  }
  const product = openProduct(values.running ?? (started as Started).runningFile);
  inbox = await openBusyInbox(product, conversations);
  browser = await openChromium(await findChromium());
  say(
    `${conversations} conversations; ${loads} cold loads, then ${keys} keys while ${PER_SECOND} messages a second arrive`,
  );
  // the first of all makes the page's parts; it counts for nobody
  await load(browser, inbox, product.urls.web);
  const times: number[] = [];
  for (let n = 0; n < loads; n += 1) times.push(await load(browser, inbox, product.urls.web));
  results.push(
    show({ name: 'cold load until it can be used, p50', unit: 'ms', samples: times }),
    show({
      ...{ name: 'cold load until it can be used, p95', unit: 'ms', samples: times, most: 2_000 },
      value: percentile(times, 0.95),
    }),
  );
  results.push(...(await typeWhileTheySpeak(browser, inbox, product.urls.web)));
} finally {
  await browser?.close();
  await inbox?.close();
  await started?.stop();
  if (started) fs.rmSync(path.join(ROOT, data), { recursive: true, force: true });
}
process.exit(finish('screen', results));

/** A browser that holds nothing but the session: milliseconds until a row is there and a key moves to it. */
async function load(from: Browser, { context }: BusyInbox, origin: string): Promise<number> {
  const fresh = await from.newContext(context);
  const page = await fresh.newPage();
  const began = performance.now();
  await page.goto(`${origin}/inbox`, { waitUntil: 'commit' });
  await page.locator('[data-conversation]').first().waitFor();
  // it can be used when it answers to a key
  await page.waitForFunction(ANSWERS_A_KEY, null, { polling: 20 });
  const took = performance.now() - began;
  await fresh.close();
  return took;
}

async function typeWhileTheySpeak(from: Browser, { context, speak }: BusyInbox, origin: string): Promise<Result[]> {
  const fresh = await from.newContext(context);
  const page: Page = await fresh.newPage();
  await page.addInitScript({ content: NOTE_KEYS });
  await page.goto(`${origin}/inbox`);
  await page.locator('[data-conversation]').first().click();
  const box = page.getByLabel(/^Mensaje para/);
  await box.click();
  const quiet = await typed(page, Math.min(keys, 100));
  const talk = speak(PER_SECOND);
  const busy = await typed(page, keys);
  const arrived = await talk.stop();
  const length = (await box.inputValue()).length;
  if (length < keys) throw new Error(`${length} of ${keys} letters stand in the box`);
  await fresh.close();
  say(`${arrived} messages arrived meanwhile`);
  return [
    show({ name: 'key to paint, nobody speaking, p50', unit: 'ms', samples: quiet, value: median(quiet) }),
    show({ name: 'key to paint while they speak, p50', unit: 'ms', samples: busy, value: median(busy) }),
    show({
      name: 'key to paint while they speak, p95',
      unit: 'ms',
      samples: busy,
      value: percentile(busy, 0.95),
      most: 50,
    }),
  ];
}

/** Types so many letters as a quick person does; answers what each took until it was painted. */
async function typed(page: Page, many: number): Promise<number[]> {
  await page.evaluate('keyTimes.length = 0');
  for (let n = 0; n < many; n += 1) {
    await page.keyboard.press(n % 6 === 5 ? 'Space' : 'a');
    await page.waitForTimeout(60 + (n % 5) * 20);
  }
  return await page.evaluate<number[]>('keyTimes');
}
