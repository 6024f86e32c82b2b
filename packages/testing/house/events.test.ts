import { expect, test } from 'vitest';
import { contractOf, listFiles, listModules, readText } from './tree.ts';

const NAME = /^[a-z]+\/[a-z_]+\.[a-z_]+$/;

async function declaredEvents(): Promise<Map<string, string>> {
  const declared = new Map<string, string>();
  for (const module of listModules()) {
    for (const [name, value] of Object.entries(await contractOf(module))) {
      if (!name.endsWith('Events')) continue;
      for (const event of Object.values(value as Record<string, string>)) declared.set(event, module);
    }
  }
  return declared;
}

test('every event is named module/noun.past and belongs to the module that declares it', async () => {
  const declared = await declaredEvents();
  expect(declared.size).toBeGreaterThan(5);
  expect([...declared].filter(([event, module]) => !NAME.test(event) || !event.startsWith(`${module}/`))).toEqual([]);
});

test('what a verb records is declared in its own contract', () => {
  const wrong: string[] = [];
  for (const file of listFiles().filter((each) => /^packages\/core\/src\/[^/]+\/[a-z-]+\.ts$/.test(each))) {
    const module = file.split('/')[3] as string;
    if (module === 'kernel') continue;
    // the first argument: one event of a table, or a choice between two
    for (const [, argument] of readText(file).matchAll(/\brecord\(\s*([^,)]+)/g)) {
      const tables = [...(argument as string).matchAll(/\b(\w+)Events\.\w+/g)].map((found) => found[1] as string);
      if (tables.length === 0 || tables.some((table) => !module.startsWith(table)))
        wrong.push(`${file}: record(${argument}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('what a function of the database writes into the audit is declared too', async () => {
  const declared = await declaredEvents();
  const written = listFiles()
    .filter((file) => file.startsWith('packages/db/functions/'))
    .flatMap((file) =>
      [...readText(file).matchAll(/'([a-z]+\/[a-z_]+\.[a-z_]+)'/g)].map((found) => found[1] as string),
    );
  expect(written.filter((event) => !declared.has(event))).toEqual([]);
});
