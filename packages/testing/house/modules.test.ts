import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listFiles, listModules, ROOT, readText } from './tree.ts';

const { STEPS } = createRequire(import.meta.url)('../../tooling/rooms.cjs') as { STEPS: string[][] };
const NOUNS = ['README.md', 'index.ts', 'contract.ts', 'rules.ts', 'store.ts'];
const BANNED = /(^|\/)(utils?|helpers?|common|misc|lib|manager|data|info|service)\.(ts|tsx)$/;
const modules = listModules().filter((name) => name !== 'kernel');

test('every module of core stands on a step', () => {
  expect(listModules().filter((name) => !STEPS.flat().includes(name))).toEqual([]);
});

test.each(modules)('%s has a server door and a safe door', (name) => {
  const files = fs.readdirSync(path.join(ROOT, 'packages/core/src', name));
  expect(files).toContain('index.ts');
  expect(files).toContain('contract.ts');
});

test.each(modules)(
  'in %s, what is not one of the five nouns is a verb that exports one function of its own name',
  (name) => {
    const wrong: string[] = [];
    for (const file of fs.readdirSync(path.join(ROOT, 'packages/core/src', name))) {
      // a safe door that grows long has parts
      if (NOUNS.includes(file) || /^[a-z]+-contract\.ts$/.test(file) || file.includes('.test.') || file === 'rules')
        continue;
      const text = readText(`packages/core/src/${name}/${file}`);
      const exported = [...text.matchAll(/^export (?:async )?(?:function|const|class|let) (\w+)/gm)].map(
        (found) => found[1],
      );
      const expected = file.replace(/\.ts$/, '').replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
      if (exported.length !== 1 || exported[0] !== expected)
        wrong.push(`${file} exports ${exported.join(', ') || 'nothing'}`);
    }
    expect(wrong).toEqual([]);
  },
);

test.each(modules)('the server door of %s only re-exports', (name) => {
  const lines = readText(`packages/core/src/${name}/index.ts`)
    .replace(/export \{[^}]*\} from '[^']+';/g, '')
    .split('\n');
  expect(lines.filter((line) => line.trim() !== '' && !line.startsWith('//'))).toEqual([]);
});

test('no file has a name that could hold anything', () => {
  expect(listFiles().filter((file) => BANNED.test(file))).toEqual([]);
});

test('no proxy or middleware of Next stands before the pages: what decides who comes in is our own front door', () => {
  expect(listFiles().filter((file) => /^apps\/web\/(src\/)?(proxy|middleware)\.[cm]?[jt]sx?$/.test(file))).toEqual([]);
});
