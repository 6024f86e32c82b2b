import type { EventDefinition } from '@recado/core/kernel';
import { jobs } from '@recado/jobs';
import { describe, expect, test } from 'vitest';
import { contractOf, listFiles, listModules, readText } from './tree.ts';

const NAME = /^[a-z]+\/[a-z_]+\.[a-z_]+$/;

/** Every event with the module in whose contract it stands. */
async function declaredEvents(): Promise<Map<string, { module: string; event: EventDefinition }>> {
  const declared = new Map<string, { module: string; event: EventDefinition }>();
  for (const module of listModules()) {
    for (const [name, table] of Object.entries(await contractOf(module))) {
      if (!name.endsWith('Events') || typeof table !== 'object') continue;
      for (const event of Object.values(table as Record<string, EventDefinition>))
        declared.set(event.name, { module, event });
    }
  }
  return declared;
}

test('every event is named module/noun.past and belongs to the module that declares it', async () => {
  const declared = await declaredEvents();
  expect(declared.size).toBeGreaterThan(5);
  const wrong = [...declared].filter(
    ([name, { module, event }]) => !NAME.test(name) || !name.startsWith(`${module}/`) || event.owner !== module,
  );
  expect(wrong.map(([name]) => name)).toEqual([]);
});

test('every event says what it tells, and names its subject among that', async () => {
  const wrong: string[] = [];
  for (const [name, { event }] of await declaredEvents()) {
    const told = Object.keys(event.payload?.shape ?? {});
    if (told.length === 0) wrong.push(`${name} tells nothing`);
    if (event.subject !== undefined && !told.includes(event.subject)) wrong.push(`${name} does not tell its subject`);
    // the outbox adds it, so a payload must not say another
    if (told.includes('workspaceId')) wrong.push(`${name} names a workspace itself`);
  }
  expect(wrong).toEqual([]);
});

test('what a verb records or emits is declared in its own contract', () => {
  const wrong: string[] = [];
  for (const file of listFiles().filter((each) => /^packages\/core\/src\/[^/]+\/[a-z-]+\.ts$/.test(each))) {
    const module = file.split('/')[3] as string;
    if (module === 'kernel') continue;
    // the first argument: one event of a table, or a choice between two
    for (const [, argument] of readText(file).matchAll(/\b(?:record|emit)\(\s*([^,)]+)/g)) {
      const tables = [...(argument as string).matchAll(/\b(\w+)Events\.\w+/g)].map((found) => found[1] as string);
      if (tables.length === 0 || tables.some((table) => !module.startsWith(table)))
        wrong.push(`${file}: record(${argument}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('what a function of the database writes into the audit or tells is declared too', async () => {
  const declared = await declaredEvents();
  const written = listFiles()
    .filter((file) => file.startsWith('packages/db/functions/'))
    .flatMap((file) =>
      [...readText(file).matchAll(/'([a-z]+\/[a-z_]+\.[a-z_]+)'/g)].map((found) => found[1] as string),
    );
  expect(written).toContain('identity/mail.queued');
  // the engine's own events begin with its name
  expect(written.filter((event) => !declared.has(event) && !event.startsWith('inngest/'))).toEqual([]);
});

describe('the jobs', () => {
  test('have ids of their own', () => {
    const ids = jobs.map((job) => job.options.id);
    expect(ids.length).toBeGreaterThan(4);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(jobs.map((job) => [job.options.id, job] as const))(
    '%s belongs to a module, stands in its folder and listens to an event that exists or to a clock',
    async (id, { options }) => {
      const declared = await declaredEvents();
      expect(listModules()).toContain(options.module);
      expect(listFiles()).toEqual(
        expect.arrayContaining([
          `packages/jobs/src/${options.module}/${id}.ts`,
          `packages/jobs/src/${options.module}/${id}.handler.ts`,
        ]),
      );
      for (const trigger of options.triggers) {
        if (trigger.kind === 'event') expect(declared.get(trigger.event.name)?.event).toBe(trigger.event);
        else expect(trigger.cron).toMatch(/^(\S+ ){4}\S+$/);
      }
    },
  );

  test.each(jobs.map((job) => [job.options.id, job] as const))('%s carries its trigger in its name', (id, job) => {
    const [trigger] = job.options.triggers;
    expect(id).toMatch(trigger.kind === 'event' ? /^on-/ : /^(every|cleanup)-/);
  });

  test('every definition is served', () => {
    const definitions = listFiles().filter(
      (file) => /^packages\/jobs\/src\/[^/]+\/[^/]+\.ts$/.test(file) && !/\.(handler|test)\.|\.test\./.test(file),
    );
    const defined = definitions.filter((file) => readText(file).includes('defineJob('));
    expect(defined.map((file) => file.split('/').at(-1)?.replace('.ts', '')).sort()).toEqual(
      jobs.map((job) => job.options.id).sort(),
    );
  });
});
