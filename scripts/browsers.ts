import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { runTask } from './run-task.ts';
import { ROOT, say } from './terminal.ts';

/** What the smoke needs: where Debian puts it, and the package that brings it. */
const NEEDED = {
  firefox: { places: ['/usr/bin/firefox-esr', '/usr/bin/firefox'], from: 'firefox-esr' },
  webkitDriver: { places: ['/usr/bin/WebKitWebDriver'], from: 'webkit2gtk-driver' },
  webkit: { places: ['/usr/lib/*/webkit*gtk-*/MiniBrowser'], from: 'webkit2gtk-driver' },
  screen: { places: ['/usr/bin/Xvfb'], from: 'xvfb' },
};
type Name = keyof typeof NEEDED;

/** `npm run e2e:browsers`: the smoke in Firefox and WebKit, against a product of its own or `--running FILE`. Answers the exit code. */
export async function browsers(args: string[]): Promise<number> {
  let found: Record<Name, string>;
  try {
    found = await findBrowsers();
  } catch (error) {
    console.error(`recado  ${(error as Error).message}\n0 passed, 1 failed`);
    return 1;
  }
  const smoke = path.join(ROOT, 'packages/testing/src/browsers/smoke.ts');
  const flags = ['--disable-warning=ExperimentalWarning', smoke, '--browsers', JSON.stringify(found), ...args];
  const child = spawn(process.execPath, flags, { cwd: ROOT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return await new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** Where the browsers are; what is missing is installed where that can be done, else said with the command that does it. */
async function findBrowsers(): Promise<Record<Name, string>> {
  const missing = new Set(names().flatMap((name) => (placeOf(name) ? [] : [NEEDED[name].from])));
  if (missing.size > 0) await install([...missing]);
  return Object.fromEntries(
    names().map((name) => {
      const place = placeOf(name);
      if (!place) throw new Error(`${NEEDED[name].from} is installed and brings no ${NEEDED[name].places.join(', ')}.`);
      return [name, place];
    }),
  ) as Record<Name, string>;
}

async function install(packages: string[]): Promise<void> {
  const list = packages.join(' ');
  const hint = `On Debian run "sudo apt-get install --no-install-recommends ${list}", then this command again.`;
  if (process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get'))
    throw new Error(`Firefox and WebKit cannot be tried here without ${list}. ${hint}`);
  say(`installing ${list}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words: string[]) =>
    runTask({ name: `apt-get ${words[0]}`, command: ['/usr/bin/apt-get', ...words], cwd: ROOT, env });
  try {
    await apt('update');
    await apt('install', '-y', '--no-install-recommends', ...packages);
  } catch (error) {
    throw new Error(`Debian's packages ${list} could not be installed. ${hint}\n${(error as Error).message}`);
  }
}

const names = () => Object.keys(NEEDED) as Name[];
const placeOf = (name: Name) => NEEDED[name].places.flatMap((place) => fs.globSync(place))[0];
