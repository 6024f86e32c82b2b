import { describe, expect, test } from 'vitest';
import { contractOf, listFiles, listModules, readText } from './tree.ts';

type Tree = { [key: string]: string | Tree };

/** Codes that no verb throws: what transports say when they know nothing better. */
const OF_TRANSPORTS = ['internal.unexpected', 'network.offline'];

const catalogue = (locale: string) => JSON.parse(readText(`packages/i18n/messages/${locale}/errors.json`)) as Tree;
const codesOf = (tree: Tree, path = ''): string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`] : codesOf(value, `${path}${key}.`),
  );

async function declaredCodes(): Promise<string[]> {
  return [...(await declared()).keys()].sort();
}
/** Each declared code, with the ways in which a source may throw it. */
async function declared(): Promise<Map<string, string[]>> {
  const codes = new Map<string, string[]>();
  for (const module of listModules()) {
    for (const [table, value] of Object.entries(await contractOf(module))) {
      const found = (value as { codes?: unknown } | null)?.codes;
      if (!Array.isArray(found)) continue;
      for (const code of found as string[]) {
        const calls = [
          `${table}.${code.split('.')[1]}(`,
          `${table}.${code.split('.')[1]},`,
          `AppError('${code}'`,
          `code: '${code}'`,
        ];
        codes.set(code, [...(codes.get(code) ?? []), ...calls]);
      }
    }
  }
  return codes;
}

describe('the errors that verbs declare', () => {
  test.each(['es', 'en'])('each has its sentence in %s, and each sentence its error', async (locale) => {
    const declared = await declaredCodes();
    expect(declared.length).toBeGreaterThan(20);
    const told = codesOf(catalogue(locale));
    expect(declared.filter((code) => !told.includes(code))).toEqual([]);
    expect(told.filter((code) => !declared.includes(code) && !OF_TRANSPORTS.includes(code))).toEqual([]);
  });

  test('each has somebody who throws it', async () => {
    const sources = listFiles()
      .filter(
        (file) =>
          /^(apps|packages)\/[^/]+\/src\/.*\.tsx?$/.test(file) && !/\.test\.|\/test(ing|s)?\/|\/trial\//.test(file),
      )
      .map(readText);
    const never = [...(await declared())].filter(
      ([, calls]) => !sources.some((text) => calls.some((call) => text.includes(call))),
    );
    expect(never.map(([code]) => code)).toEqual([]);
  });

  test('each is named after its module', async () => {
    expect((await declaredCodes()).filter((code) => !listModules().includes(code.split('.')[0] as string))).toEqual([]);
  });
});
