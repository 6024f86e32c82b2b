import { type Browser, chromium, type Page } from '@playwright/test';
import type { WireBrowser } from '@recado/testing/product/browser';
import { openProduct } from '@recado/testing/product/product';
import { until } from '@recado/testing/product/until';
import { withProduct } from '@recado/testing/product/with-product';
import { findChromium } from '../../../../scripts/chromium.ts';
import { percentile, type Result, say, show } from '../report.ts';
import { controlOf } from './control.ts';

const PER_SECOND = 20;
/** Messages that are looked at together, five seconds of them. */
const WINDOW = 100;
const CUSTOMER = '34697000001';

/**
 * From the moment a simulated phone sends until the bubble is painted in a real Chromium that shows the thread, through the whole
 * running product, at 20 messages per second. Both ends read the clock of the same machine.
 */
export async function paintLatency(options: { seconds: number; running?: string | undefined }): Promise<Result[]> {
  return await withProduct(options.running, say, async (runningFile) => {
    const product = openProduct(runningFile);
    const { browser, workspaceId } = await product.signUp('Bench');
    const account = `3460${String(Date.now()).slice(-7)}`;
    await product.connectNumber(browser, workspaceId, account);
    const control = controlOf(product.urls.simulator, product.running().simulatorToken);
    await control.post('send', { from: CUSTOMER, account, text: 'Hola' });
    const conversation = await until('the conversation', async () => {
      const rows = await browser.query<{ id: string }[]>('conversations.list', { workspaceId, input: { limit: 1 } });
      return rows[0]?.id;
    });
    const chrome = await openChromium();
    try {
      const page = await openThread(chrome, `${product.urls.web}/inbox/${conversation}`, browser);
      await measure(control, page, account, 3, 'Calentamos');
      const took = await measure(control, page, account, options.seconds, 'Mensaje');
      // the percentile of all messages is judged; those of the windows show whether it was one busy moment of the machine
      const windows = Array.from({ length: Math.ceil(took.length / WINDOW) }, (_, index) =>
        took.slice(index * WINDOW, (index + 1) * WINDOW),
      );
      return [0.5, 0.95, 0.99].map((share) =>
        show({
          name: `phone to painted bubble, p${share * 100}`,
          unit: 'ms',
          value: percentile(took, share),
          samples: windows.map((window) => percentile(window, share)),
          ...(share === 0.99 ? { most: 300 } : {}),
        }),
      );
    } finally {
      await chrome.close();
    }
  });
}

async function openChromium(): Promise<Browser> {
  const found = await findChromium();
  const env = Object.fromEntries(
    Object.entries({
      ...process.env,
      ...(found.RECADO_CHROMIUM_LIBRARIES ? { LD_LIBRARY_PATH: found.RECADO_CHROMIUM_LIBRARIES } : {}),
      ...(found.RECADO_CHROMIUM_FONTS ? { FONTCONFIG_PATH: found.RECADO_CHROMIUM_FONTS } : {}),
    }).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  return await chromium.launch({ executablePath: found.RECADO_CHROMIUM ?? '', args: ['--no-sandbox'], env });
}

async function openThread(chrome: Browser, url: string, { cookies, agent }: WireBrowser): Promise<Page> {
  const context = await chrome.newContext({
    userAgent: agent,
    viewport: { width: 1280, height: 800 },
    locale: 'es-ES',
  });
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url: new URL(url).origin })));
  const page = await context.newPage();
  await page.addInitScript(watchPaints);
  await page.goto(url);
  await page.getByRole('log').getByText('Hola').waitFor({ timeout: 30_000 });
  return page;
}

/** Messages at a steady rate; answers for each the milliseconds to its painted bubble. Throws when one was never painted. */
async function measure(
  control: ReturnType<typeof controlOf>,
  page: Page,
  account: string,
  seconds: number,
  word: string,
): Promise<number[]> {
  const count = seconds * PER_SECOND;
  const tag = `${word} número`;
  const { messages } = await control.post<{ messages: { at: number }[] }>('burst', {
    accounts: [account],
    customers: [CUSTOMER],
    count,
    ratePerSecond: PER_SECOND,
    tag,
  });
  const painted = await until('every bubble to be painted', async () => {
    const seen = await page.evaluate((prefix) => {
      const all = (globalThis as unknown as { paintedAt: Map<string, number> }).paintedAt;
      return [...all].filter(([text]) => text.startsWith(prefix));
    }, tag);
    return seen.length >= count ? new Map(seen) : undefined;
  });
  return messages.map(({ at }, index) => (painted.get(`${tag} ${index + 1}`) as number) - at);
}

/** Runs in the page: notes when a numbered message of the thread has been painted, which is after the second frame that follows it. */
function watchPaints(): void {
  type Part = {
    nodeValue: string | null;
    childNodes: Iterable<Part>;
    parentElement: { closest(selector: string): unknown } | null;
  };
  type Change = { addedNodes: Iterable<Part>; target: Part };
  const page = globalThis as unknown as {
    paintedAt: Map<string, number>;
    document: Part;
    requestAnimationFrame(run: () => void): void;
    MutationObserver: new (run: (changes: Change[]) => void) => { observe(node: Part, options: object): void };
  };
  page.paintedAt = new Map();
  const noted = new Set<string>();
  const textsOf = (part: Part): string[] =>
    part.nodeValue === null ? [...part.childNodes].flatMap(textsOf) : [part.nodeValue];
  new page.MutationObserver((changes) => {
    const fresh: string[] = [];
    for (const { addedNodes, target } of changes) {
      for (const part of [...addedNodes, ...(target.nodeValue === null ? [] : [target])]) {
        // the list beside the thread shows the newest text too, and often sooner
        if (!part.parentElement?.closest('[role=log]')) continue;
        for (const text of textsOf(part)) {
          if (!/^(Calentamos|Mensaje) número \d+$/.test(text) || noted.has(text)) continue;
          noted.add(text);
          fresh.push(text);
        }
      }
    }
    if (fresh.length === 0) return;
    page.requestAnimationFrame(() =>
      page.requestAnimationFrame(() => {
        for (const text of fresh) page.paintedAt.set(text, Date.now());
      }),
    );
  }).observe(page.document, { childList: true, subtree: true, characterData: true });
}
