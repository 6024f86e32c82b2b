import { expect, test } from 'vitest';
import { listFiles, readText } from './tree.ts';

/** The names of a slice: keys of zod objects in an env.ts, or variables of the compose file. */
function namesIn(file: string): string[] {
  const text = readText(file);
  if (file.endsWith('env.ts'))
    return [...text.matchAll(/^\s*([A-Z][A-Z0-9_]{3,}):/gm)].map((found) => found[1] as string);
  return [...text.matchAll(/\$\{([A-Z][A-Z0-9_]+)/g)].map((found) => found[1] as string);
}

test('.env.example tells of every setting that a process reads, and of no other', () => {
  const slices = listFiles().filter((file) => /(^|\/)env\.ts$/.test(file) || file === 'docker-compose.yml');
  expect(slices.length).toBeGreaterThan(4);
  const read = [...new Set(slices.flatMap(namesIn))].sort();
  const told = [...readText('.env.example').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)].map(
    (found) => found[1] as string,
  );
  expect([...new Set(told)].sort()).toEqual(read);
});

// two programs only pass it on: to the compiler that needs it, and away from a clean copy
const PASSES_ON = ['scripts/children.ts', 'scripts/clean-copy.ts'];

test('RECADO_MODE is the only switch: nothing of ours asks for NODE_ENV', () => {
  const asks = listFiles()
    .filter(
      (file) =>
        /\.(ts|tsx|mjs|cjs)$/.test(file) && !file.startsWith('packages/testing/house/') && !PASSES_ON.includes(file),
    )
    .filter((file) =>
      readText(file)
        .split('\n')
        .some((line) => line.includes('NODE_ENV') && !/^\s*(\/\/|\*|\/\*\*)/.test(line)),
    );
  expect(asks).toEqual([]);
});

test('the environment is read in env.ts files only, not in the sources around them', () => {
  const readers = listFiles()
    .filter(
      (file) =>
        /^(apps|packages)\/[^/]+\/src\/.*\.tsx?$/.test(file) &&
        !/(\.test\.|\/testing\/|\/trial\/|packages\/(testing|bench)\/|\/env\.ts$)/.test(file),
    )
    .filter((file) => /process\.env\b/.test(readText(file)));
  expect(readers).toEqual([]);
});
