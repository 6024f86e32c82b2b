import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, readText } from './tree.ts';

/** How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has in chapters 6 and 7. Level 3 comes last in each. */
const SECTIONS: Record<string, number> = {
  ...{ '6.1': 3, '6.2': 12, '6.3': 4, '6.4': 4, '6.5': 5, '6.6': 3, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 2, '7.6': 2 },
};
const LEVEL_1 = /^(6\.1\.1|6\.2\.[1-8]|6\.3\.[12]|6\.4\.[12]|7\.2\.[1-4]|7\.4\.[12])$/;
const PROOF = /`([^`]+\.(?:test|e2e)\.tsx?)` "([^"]+)"/g;

type Row = { id: string; level: string; standing: string };

const rowsOf = (text: string): Row[] =>
  [...text.matchAll(/^\| (\d+\.\d+\.\d+) \| (\d) \| [^|]+ \| ([^|]+) \|$/gm)].map(
    ([, id = '', level = '', standing = '']) => ({
      id,
      level,
      standing,
    }),
  );

/** What is wrong with how a row says it stands. */
function faultsOf({ id, standing }: Row): string[] {
  if (/^(No|Not yet|Does not apply): \S/.test(standing)) return [];
  if (standing.startsWith('Document `')) return [];
  const proofs = [...standing.matchAll(PROOF)];
  if (!standing.startsWith('Test ') || proofs.length === 0) return [`${id} neither names a test nor says why not`];
  return proofs.flatMap(([, file = '', name = '']) =>
    fs.existsSync(path.join(ROOT, file)) && isTest(readText(file), name)
      ? []
      : [`${id}: ${file} has no test "${name}"`],
  );
}

/** Whether it is the name of a test that runs: not a comment, and none that is passed by. */
const isTest = (text: string, name: string): boolean =>
  text
    .split(name)
    .slice(0, -1)
    .some((before) => /(?<!skip|todo|fails)(\)|\b(test|it|each`[^`]*`\)?))\s*\(\s*['"`]$/.test(before));

const rows = rowsOf(readText('docs/security/asvs.md'));

test('every requirement of levels 1 and 2 stands on the page once, in order', () => {
  const expected = Object.entries(SECTIONS).flatMap(([section, count]) =>
    Array.from({ length: count }, (_, index) => `${section}.${index + 1}`),
  );
  expect(rows.map(({ id }) => id)).toEqual(expected);
  expect(rows.filter(({ id, level }) => (level === '1') !== LEVEL_1.test(id))).toEqual([]);
});

test('each is proved by a test that is there, or says why not', () => {
  expect(rows.flatMap(faultsOf)).toEqual([]);
});

test.each([
  ['a test that is not there', 'Test `packages/testing/house/asvs.test.ts` "a test that nobody ' + 'wrote"'],
  ['a name in a comment alone', 'Test `packages/testing/house/asvs.test.ts` "Level 3 comes last in each"'],
  ['a file that is not there', 'Test `packages/testing/house/gone.test.ts` "anything"'],
  ['nothing but hope', 'We take care of it'],
  ['an excuse without a reason', 'Not yet:'],
])('%s is found', (_name, standing) => {
  expect(faultsOf({ id: '7.2.1', level: '1', standing })).not.toEqual([]);
});
