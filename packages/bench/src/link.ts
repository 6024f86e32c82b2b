// program: how soon whoever opens an access link on a phone can read what waits, and what that sends over the line. --rounds N, at most 9
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, CDPSession, Page } from '@playwright/test';
import { openChromium } from '@recado/testing/product/open-chromium';
import { openProduct } from '@recado/testing/product/product';
import { findChromium } from '../../../scripts/chromium.ts';
import { type Started, startCopy } from '../../../scripts/clean-copy.ts';
import { ROOT } from '../../../scripts/terminal.ts';
import { finish, median, type Result, say, show } from './report.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const rounds = Number(values.rounds);
/** As a browser's own "slow 4G": 1.6 Mbit/s down, 750 kbit/s up, 150 ms there and back. */
const LINE = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 };
const SLOWER = 4;
const CONVERSATIONS = 60;
/** Nothing has been written on the screen for so long: what came before was the last. */
const QUIET_MS = 1_500;

/** Runs in the page: notes the frame after each change of what is written there. */
const NOTE_PAINTS = `
  window.painted = { first: 0, last: 0 };
  new MutationObserver(() => requestAnimationFrame(() => setTimeout(() => {
    painted.last = performance.now();
    painted.first ||= painted.last;
  }))).observe(document, { subtree: true, childList: true, characterData: true });`;

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
const data = '.cache/bench-link';
fs.rmSync(path.join(ROOT, data), { recursive: true, force: true });
const results: Result[] = [];
let started: Started | undefined;
let browser: Browser | undefined;
try {
  started = await startCopy(ROOT, {
    env: { RECADO_DATA_DIR: data, RECADO_PORT_BASE: '0' },
    abort: abort.signal,
    withinMs: 900_000,
  });
  const address = await fill(started.runningFile);
  browser = await openChromium(await findChromium());
  say(`1.6 Mbit/s, 150 ms, a processor ${SLOWER} times slower, nothing kept; ${CONVERSATIONS} conversations wait`);
  // the first visit of all makes the page's parts; it counts for nobody
  await visit(browser, address);
  const visits: Awaited<ReturnType<typeof visit>>[] = [];
  for (let round = 0; round < rounds; round += 1) visits.push(await visit(browser, address));
  const of = (key: keyof (typeof visits)[number]) => visits.map((each) => each[key]);
  results.push(
    show({
      name: 'last text painted',
      unit: 'ms',
      samples: of('lastText'),
      value: median(of('lastText')),
      most: 2_000,
    }),
    show({ name: 'first text painted', unit: 'ms', samples: of('firstText') }),
    show({ name: 'own script over the line', unit: 'kB', samples: of('script'), most: 30 }),
    show({ name: 'all over the line', unit: 'kB', samples: of('all'), most: 150 }),
    show({ name: 'requests', unit: 'requests', samples: of('requests') }),
  );
} finally {
  await browser?.close();
  await started?.stop();
  fs.rmSync(path.join(ROOT, data), { recursive: true, force: true });
}
process.exit(finish('link', results));

/** A business in which so many wait, and the address of a link into it that lets enough devices in. */
async function fill(runningFile: string): Promise<string> {
  const product = openProduct(runningFile);
  const { browser: owner, workspaceId } = await product.signUp('Peluquería Sol');
  await product.database(async (sql) => {
    await sql`update app.account a set plan = 'agency', plan_version = 1 from app.workspace w where w.account_id = a.id and w.id = ${workspaceId}`;
    await sql`insert into app.channel (workspace_id, name, driver, state, number) values (${workspaceId}, 'Recepción', 'simulator', 'open', '34600000001')`;
    await sql`insert into app.contact (workspace_id, name) select ${workspaceId}, 'Cliente ' || n from generate_series(1, ${CONVERSATIONS}::integer) n`;
    await sql`insert into app.conversation (workspace_id, channel_id, contact_id, address, last_message_at, last_direction, last_preview, unread_count, last_seq)
      select c.workspace_id, h.id, c.id, c.id::text, now() - random() * interval '3 days', 'in', '¿Tenéis hueco mañana por la mañana?', 1, 1
        from app.contact c join app.channel h on h.workspace_id = c.workspace_id where c.workspace_id = ${workspaceId}`;
  });
  const input = { name: 'Marta', role: 'link_agent', days: 30, maxDevices: 10 };
  const { linkId, secret } = await owner.mutate<{ linkId: string; secret: string }>('links.create', {
    workspaceId,
    input,
  });
  return `${product.urls.web}/w/${linkId}#${secret}`;
}

/** One visit by a phone that has never been there: when text was painted first and last, in milliseconds, and what came over the line in kB. */
async function visit(from: Browser, address: string) {
  const context = await from.newContext({
    ...{ viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true },
    locale: 'es-ES',
  });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  await wire.send('Network.emulateNetworkConditions', LINE);
  await wire.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  const bytes = countBytes(wire);
  await page.addInitScript({ content: NOTE_PAINTS });
  await page.goto(address);
  // whoever has been told of the link presses at once
  await page.getByRole('button', { name: 'Entrar' }).click();
  await page
    .getByRole('button', { name: /Cliente/ })
    .first()
    .waitFor();
  const { firstText, lastText } = await settled(page);
  const [script, all] = [bytes.of((url) => url.endsWith('.js')), bytes.of(() => true)];
  const requests = bytes.count();
  await context.close();
  return { firstText, lastText, script: script / 1000, all: all / 1000, requests };
}

/** Every answer's bytes as they came, headers included. */
function countBytes(wire: CDPSession) {
  const urls = new Map<string, string>();
  const bytes = new Map<string, number>();
  wire.on('Network.responseReceived', ({ requestId, response }) => {
    urls.set(requestId, response.url);
    bytes.set(requestId, response.encodedDataLength);
  });
  wire.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    bytes.set(requestId, (bytes.get(requestId) ?? 0) + encodedDataLength);
  });
  wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => bytes.set(requestId, encodedDataLength));
  return {
    count: () => [...urls.values()].filter((url) => !url.startsWith('data:')).length,
    of: (matches: (url: string) => boolean) =>
      [...urls].reduce((sum, [id, url]) => sum + (matches(url) ? (bytes.get(id) ?? 0) : 0), 0),
  };
}

async function settled(page: Page): Promise<{ firstText: number; lastText: number }> {
  for (;;) {
    const { first, last, now } = await page.evaluate<{ first: number; last: number; now: number }>(
      '({ ...painted, now: performance.now() })',
    );
    if (now - last > QUIET_MS) return { firstText: first, lastText: last };
    await page.waitForTimeout(QUIET_MS / 3);
  }
}
