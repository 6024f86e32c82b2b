// program: `npm run soak -- inbox [--minutes 30] [--conversations 100000]`
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from '@playwright/test';
import { findChromium } from '../../../../scripts/chromium.ts';
import { type Started, startCopy } from '../../../../scripts/clean-copy.ts';
import { ROOT } from '../../../../scripts/terminal.ts';
import { openBusyInbox } from '../product/busy-inbox.ts';
import { openChromium } from '../product/open-chromium.ts';
import { openProduct } from '../product/product.ts';

const PER_SECOND = 50;
/** What an inbox that is left open may grow by, in megabytes a minute. */
const MOST = 1;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '30' }, conversations: { type: 'string', default: '100000' } },
});
const minutes = Number(values.minutes);
const data = '.cache/soak-inbox';
const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
fs.rmSync(path.join(ROOT, data), { recursive: true, force: true });
let started: Started | undefined;
let browser: Browser | undefined;
try {
  const env = { RECADO_DATA_DIR: data, RECADO_PORT_BASE: '0' };
  started = await startCopy(ROOT, { env, abort: abort.signal, withinMs: 900_000 });
  const product = openProduct(started.runningFile);
  const inbox = await openBusyInbox(product, Number(values.conversations));
  browser = await openChromium(await findChromium(), ['--js-flags=--expose-gc']);
  const context = await browser.newContext(inbox.context);
  const page = await context.newPage();
  await page.goto(`${product.urls.web}/inbox`);
  await page.locator('[data-conversation]').first().click();
  const wire = await context.newCDPSession(page);
  const heapMb = async () => {
    await wire.send('HeapProfiler.collectGarbage');
    const { usedSize } = await wire.send('Runtime.getHeapUsage');
    return usedSize / 2 ** 20;
  };
  print(`inbox: ${values.conversations} conversations, ${PER_SECOND} messages a second for ${minutes} minutes`);
  const talk = inbox.speak(PER_SECOND);
  const heaps: number[] = [];
  for (let minute = 0; minute <= minutes; minute += 1) {
    // the first minute is the page coming to what it holds anyway
    if (minute > 0) heaps.push(await heapMb());
    if (minute > 0) print(`inbox: minute ${minute}, ${heaps.at(-1)?.toFixed(1)} MB`);
    if (minute < minutes) await page.waitForTimeout(60_000);
  }
  const arrived = await talk.stop();
  await inbox.close();
  const slope = slopeOf(heaps);
  print(`inbox: ${arrived} messages, ${slope.toFixed(2)} MB a minute`);
  if (slope > MOST) throw new Error(`the inbox grows by ${slope.toFixed(2)} MB a minute, more than ${MOST}`);
} finally {
  await browser?.close();
  await started?.stop();
  fs.rmSync(path.join(ROOT, data), { recursive: true, force: true });
}

/** The slope of the line that lies closest to the figures, by step. */
function slopeOf(figures: readonly number[]): number {
  const middle = (figures.length - 1) / 2;
  const mean = figures.reduce((sum, each) => sum + each, 0) / figures.length;
  const over = figures.reduce((sum, each, n) => sum + (n - middle) * (each - mean), 0);
  return over / figures.reduce((sum, _, n) => sum + (n - middle) ** 2, 0);
}
