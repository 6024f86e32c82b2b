import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './terminal.ts';

const FOLDERS = { soak: 'packages/testing/src/soak', bench: 'packages/bench/src' };

/** Runs one of the long programs by its name with the arguments after it; without a known name it lists what there is. */
export async function runProgram(kind: 'soak' | 'bench', args: string[]): Promise<number> {
  const [name = '', ...rest] = args;
  const folder = path.join(ROOT, FOLDERS[kind]);
  const file = path.join(folder, `${name}.ts`);
  if (!/^[a-z0-9-]+$/.test(name) || !fs.existsSync(file)) {
    const names = fs.existsSync(folder) ? programsIn(folder) : [];
    console.error(`recado  ${name ? `there is no ${kind} "${name}"` : `name a ${kind}`}: ${names.join(', ')}`);
    return 2;
  }
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...rest], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)));
}

/** A program says so in its first line, so that the modules beside it are not listed. */
function programsIn(folder: string): string[] {
  return fs
    .readdirSync(folder)
    .filter((name) => /^[a-z0-9-]+\.ts$/.test(name))
    .filter((name) => fs.readFileSync(path.join(folder, name), 'utf8').startsWith('// program:'))
    .map((name) => name.replace(/\.ts$/, ''));
}
