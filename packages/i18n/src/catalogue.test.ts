import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, it } from 'vitest';
import type { MessageTree } from './create-translator.ts';
import { locales } from './locale.ts';
import { messagesOf } from './messages.ts';

const folder = (locale: string) => new URL(`../messages/${locale}/`, import.meta.url);
const filesOf = (locale: string) => readdirSync(folder(locale)).filter((name) => name.endsWith('.json'));
const treeOf = (locale: string, file: string): MessageTree =>
  JSON.parse(readFileSync(new URL(file, folder(locale)), 'utf8'));

describe('the catalogue of texts', () => {
  it('has the same files in every language, and the catalogue knows each', () => {
    for (const locale of locales) {
      expect(filesOf(locale)).toEqual(filesOf('es'));
      const names = filesOf(locale).map((file) => file.replace('.json', ''));
      expect(Object.keys(messagesOf(locale)).sort()).toEqual(names.sort());
    }
  });

  it.each(filesOf('es'))('has the same keys with the same arguments in both languages in %s', (file) => {
    expect(signature(treeOf('en', file), 'en')).toEqual(signature(treeOf('es', file), 'es'));
  });

  it.each(filesOf('es'))('never shouts: no exclamation mark in %s', (file) => {
    for (const locale of locales) expect(readFileSync(new URL(file, folder(locale)), 'utf8')).not.toMatch(/[!¡]/);
  });
});

/** Each key with the names of its arguments, so that two languages can be compared without their words. */
function signature(tree: MessageTree, locale: string, path = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [key, value] of Object.entries(tree)) {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string') found[at] = argumentsOf(value, locale).join(',');
    else Object.assign(found, signature(value, locale, at));
  }
  return found;
}

function argumentsOf(message: string, locale: string): string[] {
  const names = new Set<string>();
  const visit = (nodes: readonly unknown[]) => {
    for (const node of nodes as readonly {
      type: number;
      value?: string;
      options?: Record<string, { value: unknown[] }>;
    }[]) {
      // 0 is literal text and 7 the number of a plural: neither is an argument of its own
      if (node.type !== 0 && node.type !== 7 && node.value) names.add(`${node.value}:${node.type}`);
      for (const option of Object.values(node.options ?? {})) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(message, locale).getAst());
  return [...names].sort();
}
