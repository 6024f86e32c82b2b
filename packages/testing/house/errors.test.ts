import { describe, expect, test } from 'vitest';
import { contractOf, listModules, readText } from './tree.ts';

type Tree = { [key: string]: string | Tree };

/** Codes that no verb throws: what transports say when they know nothing better. */
const OF_TRANSPORTS = ['internal.unexpected', 'network.offline'];

const catalogue = (locale: string) => JSON.parse(readText(`packages/i18n/messages/${locale}/errors.json`)) as Tree;
const codesOf = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : codesOf(value, `${path}${key}.`),
  );

async function declaredCodes(): Promise<string[]> {
  const codes: string[] = [];
  for (const module of listModules()) {
    for (const value of Object.values(await contractOf(module))) {
      const found = (value as { codes?: unknown } | null)?.codes;
      if (Array.isArray(found)) codes.push(...(found as string[]));
    }
  }
  return [...new Set(codes)].sort();
}

describe('the errors that verbs declare', () => {
  test.each(['es', 'en'])('each has its sentence in %s, and each sentence its error', async (locale) => {
    const declared = await declaredCodes();
    expect(declared.length).toBeGreaterThan(20);
    const told = codesOf(catalogue(locale));
    expect(declared.filter((code) => !told.includes(code))).toEqual([]);
    expect(told.filter((code) => !declared.includes(code) && !OF_TRANSPORTS.includes(code))).toEqual([]);
  });

  test('each is named after its module', async () => {
    expect((await declaredCodes()).filter((code) => !listModules().includes(code.split('.')[0] as string))).toEqual([]);
  });
});
