import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles, ROOT, readText } from './tree.ts';

const documents = listFiles().filter((file) => file.endsWith('.md') && !file.includes('/fixtures/'));
const TOP = ['apps', 'packages', 'docs', 'drizzle', 'scripts', '.github'];

/** The paths that a document cites: in code marks when they begin at the top of the tree, and as links. */
function citedIn(file: string): string[] {
  const text = readText(file).replace(/^```mermaid[\s\S]*?^```/gm, '');
  const marked = [...text.matchAll(/`([\w.[\]()@*-]+(?:\/[\w.[\]()@*-]+)+\/?)`/g)]
    .map((found) => found[1] as string)
    .filter((each) => TOP.includes(each.split('/')[0] as string));
  const linked = [...text.matchAll(/\]\((?!https?:|mailto:|#)([^)#]+)/g)].map((found) =>
    path.join(path.dirname(file), found[1] as string),
  );
  return [...marked, ...linked];
}

describe.each(documents)('%s', (file) => {
  test('cites only what is there', () => {
    const missing = citedIn(file).filter((each) =>
      each.includes('*') ? fs.globSync(each, { cwd: ROOT }).length === 0 : !fs.existsSync(path.join(ROOT, each)),
    );
    expect(missing).toEqual([]);
  });
});

test('every decision is one file with a number, without gaps', () => {
  const numbers = fs.readdirSync(path.join(ROOT, 'docs/adr')).map((name) => Number(name.slice(0, 4)));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

test('the documents a newcomer looks for are there', () => {
  for (const file of [
    'README.md',
    'ARCHITECTURE.md',
    'CHANGELOG.md',
    'LICENSE',
    'SECURITY.md',
    '.github/CONTRIBUTING.md',
    'docs/glossary.md',
  ]) {
    expect(fs.existsSync(path.join(ROOT, file)), file).toBe(true);
  }
});
