import { readdirSync, readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { expect, it } from 'vitest';
import { visitorAssets } from './visitor-page.ts';

const { assets } = visitorAssets();

it('sends a visitor at most 30 kB of script and 150 kB in all', () => {
  expect(assets['page.js'].br.length).toBeLessThanOrEqual(30_000);
  expect(assets['page.js'].br.length + assets['page.css'].br.length).toBeLessThanOrEqual(100_000);
});

it('sends every part of the page as one script that a browser can read, in which no two parts have a name in common', () => {
  const { text } = assets['page.js'];
  expect(text).not.toMatch(/\b(import|export)\b/);
  // throws where a name is declared twice
  expect(new Script(`async () => {${text}}`)).toBeInstanceOf(Script);
  for (const part of readdirSync(new URL('../visitor/', import.meta.url)).filter((name) => name.endsWith('.ts')))
    expect(sourceNamesOf(part).filter((name) => !text.includes(name))).toEqual([]);
});

/** The functions that a part has. */
function sourceNamesOf(part: string): string[] {
  const source = readFileSync(new URL(`../visitor/${part}`, import.meta.url), 'utf8');
  return [...source.matchAll(/^(?:export )?(?:async )?function (\w+)/gm)].map(([, name]) => `function ${name}`);
}
