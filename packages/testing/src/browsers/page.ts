import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { until } from '../product/until.ts';
import type { Wire } from './wires.ts';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
type Found = { [ELEMENT]: string };

/** The first one that is seen and can be used, of those that fit and whose name or text holds the words. */
const FIND = `
  const [css, words] = arguments;
  return [...document.querySelectorAll(css)].find((each) => {
    const said = each.getAttribute('aria-label') || each.textContent;
    return each.getClientRects().length > 0 && !each.matches(':disabled') && (!words || said.toLowerCase().includes(words.toLowerCase()));
  }) ?? null;`;

/** From now on what breaks on this page, or breaks its rules, is kept. */
const WATCH = `
  if (!window.broken) {
    window.broken = [];
    addEventListener('error', ({ message }) => window.broken.push(message));
    addEventListener('unhandledrejection', ({ reason }) => window.broken.push('rejected: ' + reason));
    addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      window.broken.push(violatedDirective + ' forbids ' + blockedURI + ' to ' + sourceFile));
  }`;

const ENTER = '\uE007';
/** How long a person may wait for what they did, on a slow machine. */
const PATIENCE_MS = 20_000;

/** A page of the product in a browser, as a person uses it: real presses and keys, on what can be seen. */
export function openPage(wire: Wire, origin: string) {
  const run = <T>(script: string, ...args: unknown[]) => wire.send<T>('ExecuteScript', { script, args });
  const find = async (css: string, words?: string) => (await run<Found | null>(FIND, css, words))?.[ELEMENT];
  const what = (css: string, words?: string) => (words ? `${css} with "${words}"` : css);

  async function goTo(address: string): Promise<void> {
    await wire.send('Navigate', { url: new URL(address, origin).href });
    await run(WATCH);
  }
  /** Waits until it is there. */
  async function sees(css: string, words?: string, withinMs = PATIENCE_MS): Promise<void> {
    await until(what(css, words), () => find(css, words), withinMs);
  }
  /** Presses it; what moves or is covered for a moment is pressed again. */
  async function press(css: string, words?: string): Promise<void> {
    const once = async () => {
      const id = await find(css, words);
      if (id) await wire.send('ElementClick', { id });
      return Boolean(id);
    };
    await until(`${what(css, words)} to be pressed`, once, PATIENCE_MS);
  }
  async function type(css: string, text: string): Promise<void> {
    const id = await until(css, () => find(css), PATIENCE_MS);
    await wire.send('ElementSendKeys', { id, text });
  }
  /** What broke since the page came. */
  const broken = () => run<string[]>('return window.broken ?? []');

  async function picture(name: string): Promise<string> {
    const file = path.resolve('.cache/pictures', `${name}.png`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, Buffer.from(await wire.send<string>('TakeScreenshot', { full: false }), 'base64'));
    return file;
  }
  return { goTo, sees, press, type, run, broken, picture, enter: (css: string) => type(css, ENTER) };
}

export type BrowserPage = ReturnType<typeof openPage>;
