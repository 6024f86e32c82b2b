import { expect, test } from 'vitest';
import { listFiles, readText } from './tree.ts';

// where tokens, codes, secrets and keys are made
const MAKERS = /^(packages\/(core|auth|api|runtime|emails)\/|apps\/web\/src\/server\/|packages\/db\/functions\/)/;

test('secrets and codes come from the system’s generator: nothing that makes them asks one that can be foretold', () => {
  const files = listFiles().filter(
    (file) => MAKERS.test(file) && /\.(ts|sql)$/.test(file) && !/\.test\.ts$/.test(file),
  );
  expect(files.length).toBeGreaterThan(200);
  const foretold = files.filter((file) =>
    /Math\.random|(?<![\w.])random\(\)|setseed|uuid_generate_v1/.test(readText(file)),
  );
  expect(foretold).toEqual([]);
});
