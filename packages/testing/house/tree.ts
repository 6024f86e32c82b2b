import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Every file of the repository that is committed or about to be, by its path from the root. */
export function listFiles(): string[] {
  const text = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
  });
  return text.split('\n').filter((file) => file !== '' && fs.existsSync(path.join(ROOT, file)));
}

export const readText = (file: string): string => fs.readFileSync(path.join(ROOT, file), 'utf8');

/** The modules of core, by folder name. */
export const listModules = (): string[] => fs.readdirSync(path.join(ROOT, 'packages/core/src')).sort();

/** The table of errors, of events or whatever else a module's contract declares, by export name. */
export async function contractOf(module: string): Promise<Record<string, unknown>> {
  const file = path.join(ROOT, 'packages/core/src', module, 'contract.ts');
  return (await import(file)) as Record<string, unknown>;
}
