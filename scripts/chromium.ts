import fs from 'node:fs';
import path from 'node:path';
import { runTask } from './run-task.ts';
import { ROOT } from './terminal.ts';

const SYSTEM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const UNPACK = `
const { default: chromium } = await import('@sparticuz/chromium');
const executable = await chromium.executablePath();
console.log(JSON.stringify([executable, process.env.LD_LIBRARY_PATH ?? '']));`;

/**
 * A Chromium to test with: the system's, or the one from the npm package, unpacked into a folder of its own per version
 * with the libraries and fonts that a bare machine lacks. Answers the variables that playwright.config.ts reads.
 */
export async function findChromium(): Promise<Record<string, string>> {
  const installed = process.env.RECADO_CHROMIUM ?? SYSTEM.find((file) => fs.existsSync(file));
  if (installed) return { RECADO_CHROMIUM: installed };
  const manifest = path.join(ROOT, 'node_modules/@sparticuz/chromium/package.json');
  const { version } = JSON.parse(fs.readFileSync(manifest, 'utf8')) as { version: string };
  const folder = path.join(ROOT, '.cache', `chromium-${version}`);
  fs.mkdirSync(folder, { recursive: true });
  // it unpacks its libraries only where it believes to be on AWS, and always under TMPDIR
  const { LD_LIBRARY_PATH: _, ...shell } = process.env;
  const env = { ...shell, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
  const command = [process.execPath, '--input-type=module', '-e', UNPACK] as [string, ...string[]];
  const answer = await runTask({ name: 'unpacking Chromium', command, cwd: ROOT, env });
  const last = answer.trim().split('\n').at(-1) ?? '[]';
  const [executable = '', libraries = ''] = JSON.parse(last) as string[];
  const fonts = writeFontSettings(folder);
  return { RECADO_CHROMIUM: executable, RECADO_CHROMIUM_LIBRARIES: libraries, RECADO_CHROMIUM_FONTS: fonts };
}

/** The package's own settings name /tmp; without a font that is found no text has a size and every element is "hidden". */
function writeFontSettings(folder: string): string {
  const settings = path.join(folder, 'font-settings');
  fs.mkdirSync(settings, { recursive: true });
  const places = [path.join(folder, 'fonts'), '/usr/share/fonts'].map((place) => `<dir>${place}</dir>`).join('');
  const text = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${places}<cachedir>${settings}/cache</cachedir></fontconfig>\n`;
  fs.writeFileSync(path.join(settings, 'fonts.conf'), text);
  return settings;
}
