import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const BIOME = path.join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
const OURS = JSON.parse(fs.readFileSync(path.join(ROOT, 'biome.json'), 'utf8')) as { plugins: object[] };

const GOOD = `import { defineJob } from '../define-job.ts';
export const tidy = defineJob({ id: 'tidy', module: 'kernel', triggers: [], retries: 1, concurrency: { limit: 1 }, idempotency: { harmless: 'x' }, throttle: { limit: 1, period: '1s' }, handler: async ({ steps }) => {
  await steps.run('a', () => 1);
  await steps.sleep('b', '1s');
} });
`;
const planted: [what: string, file: string, text: string, says: RegExp][] = [
  ['a tool of one engine only', 'ai.ts', "export const a = (steps) => steps.ai.infer('x', {});", /no other tool runs/],
  ['a signal', 'signal.ts', "export const a = (steps) => steps.waitForSignal('x', {});", /no other tool runs/],
  ["the SDK's own step", 'step.ts', "export const a = (step) => step.run('x', () => 1);", /never the SDK's own/],
  [
    'an option of one engine only',
    'option.ts',
    'export const a = defineJob({ id: "a", checkpointing: false });',
    /This option/,
  ],
  [
    'the SDK beside the wrapper',
    'sdk.ts',
    "import { Inngest } from 'inngest'; export const a = Inngest;",
    /imported by client/,
  ],
  [
    'a part of the SDK',
    'part.ts',
    "import { serve } from 'inngest/edge'; export const a = serve;",
    /imported by client/,
  ],
];

let folder: string;
let reports: { location: { path: string | { file: string } }; message?: unknown; description?: string }[];
beforeAll(() => {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'recado-rules-')));
  const put = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    fs.writeFileSync(path.join(folder, file), text);
  };
  put('biome.json', JSON.stringify({ plugins: OURS.plugins, linter: { rules: { preset: 'none' } } }));
  put('packages/tooling/job-rules.grit', fs.readFileSync(path.join(ROOT, 'packages/tooling/job-rules.grit'), 'utf8'));
  put('packages/jobs/src/kernel/good.ts', GOOD);
  put('packages/jobs/src/client.ts', "import { Inngest } from 'inngest'; export const a = Inngest;");
  put('packages/core/src/elsewhere.ts', "export const a = (step) => step.ai('not a job');");
  for (const [, file, text] of planted) put(`packages/jobs/src/kernel/${file}`, text);
  const run = spawnSync(process.execPath, [BIOME, 'lint', '--reporter=json', '--max-diagnostics=100', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  reports = (JSON.parse(run.stdout) as { diagnostics: typeof reports }).diagnostics;
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const saidOf = (file: string): string[] =>
  reports.filter((each) => JSON.stringify(each.location).includes(file)).map((each) => JSON.stringify(each));

test.each(planted)('a job with %s is refused', (_what, file, _text, says) => {
  expect(saidOf(`packages/jobs/src/kernel/${file}`).join('\n')).toMatch(says);
});

test('a job that keeps the rules, the wrapper itself and what is no job are accepted', () => {
  expect(reports.filter((each) => !planted.some(([, file]) => JSON.stringify(each.location).includes(file)))).toEqual(
    [],
  );
});
