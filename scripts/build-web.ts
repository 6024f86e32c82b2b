import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runTask, type TaskOutput } from './run-task.ts';
import { ROOT } from './terminal.ts';

const WEB = path.join(ROOT, 'apps/web');
const STAMP = path.join(WEB, '.next/recado-inputs');
const INPUTS = ['apps/web', 'packages/api', 'packages/auth', 'packages/core', 'packages/db', 'packages/emails'];
const MORE_INPUTS = [
  'packages/i18n',
  'packages/integrations',
  'packages/runtime',
  'packages/tables',
  'packages/ui',
  'pnpm-lock.yaml',
];

/** Builds the screens when a file they are made of has changed since the last build; answers whether it did. */
export async function buildWeb(output: TaskOutput): Promise<boolean> {
  const inputs = hashOfInputs();
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === inputs) return false;
  fs.rmSync(STAMP, { force: true });
  await runTask({
    name: 'build',
    command: [process.execPath, path.join(WEB, 'node_modules/next/dist/bin/next'), 'build'],
    cwd: WEB,
    env: { ...process.env, RECADO_MODE: 'embedded', NEXT_TELEMETRY_DISABLED: '1' },
    output,
  });
  fs.writeFileSync(STAMP, inputs);
  return true;
}

function hashOfInputs(): string {
  const hash = createHash('sha256');
  for (const input of [...INPUTS, ...MORE_INPUTS]) {
    for (const file of filesBelow(path.join(ROOT, input))) {
      hash
        .update(`${path.relative(ROOT, file)}\0`)
        .update(fs.readFileSync(file))
        .update('\0');
    }
  }
  return hash.digest('hex');
}

function filesBelow(entry: string): string[] {
  if (!fs.statSync(entry).isDirectory()) return [entry];
  return fs
    .readdirSync(entry, { withFileTypes: true })
    .filter(({ name }) => !/^(node_modules|\.next|\.turbo|e2e|fixtures|next-env\.d\.ts)$|\.test\.tsx?$/.test(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name }) => filesBelow(path.join(entry, name)));
}
