import { expect, test } from 'vitest';
import { listFiles, readText } from './tree.ts';

/** The first line that fits a file says how long it may be. */
const LIMITS: [kind: string, files: RegExp, lines: number][] = [
  ['test', /\.(test|e2e)\.tsx?$/, 700],
  ['test support', /^(packages\/(testing|bench)\/|apps\/[^/]+\/src\/(testing|trial)\/)/, 400],
  ['seed', /^packages\/db\/seed\//, 450],
  ['rules or contract', /\/(rules|([a-z]+-)?contract)\.ts$/, 400],
  ['schema', /^packages\/db\/src\/schema\//, 450],
  ['router', /^packages\/api\/src\/trpc\/routers\//, 200],
  ['verb', /^packages\/core\/src\/[^/]+\//, 300],
  ['component', /\.tsx$/, 350],
  ['source', /\.(ts|mjs|cjs)$/, 350],
  ['document', /^README\.md$/, 120],
  ['document', /^ARCHITECTURE\.md$/, 250],
];

test('no file is longer than its kind may be', () => {
  const long: string[] = [];
  for (const file of listFiles()) {
    const limit = LIMITS.find(([, files]) => files.test(file));
    if (!limit) continue;
    const lines = readText(file).split('\n').length - 1;
    if (lines > limit[2]) long.push(`${file}: ${lines} lines, a ${limit[0]} has at most ${limit[2]}`);
  }
  expect(long).toEqual([]);
});

test('nothing is left for later in the sources', () => {
  const marks = new RegExp(
    `\\b(${['TO', 'FIX'].map((start) => `${start}${start === 'TO' ? 'DO' : 'ME'}`).join('|')})\\b`,
  );
  const sources = listFiles().filter(
    (file) => /\.(ts|tsx|mjs|cjs|sql|css|ya?ml)$/.test(file) && file !== 'pnpm-lock.yaml',
  );
  expect(sources.filter((file) => marks.test(readText(file)))).toEqual([]);
});
