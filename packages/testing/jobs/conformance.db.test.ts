import { afterAll, beforeAll, expect, test } from 'vitest';
import { type EmbeddedConformance, openEmbedded } from '../src/conformance/embedded.ts';
import { scenarios } from '../src/conformance/index.ts';
import type { Scenario } from '../src/conformance/scenario.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let database: TestDatabase;
let embedded: EmbeddedConformance;
const outcomes = new Map<Scenario, Promise<unknown>>();

beforeAll(async () => {
  database = await createDatabase();
  embedded = await openEmbedded(database.jobsUrl, scenarios, process.env.RECADO_TEST_LOG ?? 'silent');
  // all at once: most of a scenario's time is waiting for a clock
  for (const scenario of scenarios) {
    outcomes.set(
      scenario,
      embedded.app.run(scenario).then(
        () => undefined,
        (error: unknown) => error,
      ),
    );
  }
});

afterAll(async () => {
  await embedded?.close();
  await database?.drop();
});

test('the suite has at least forty scenarios, each with a sentence and functions of its own', () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(40);
  expect(new Set(scenarios.map(({ slug }) => slug)).size).toBe(scenarios.length);
  expect(new Set(scenarios.map(({ name }) => name)).size).toBe(scenarios.length);
});

test.each(scenarios.map((scenario) => [scenario.name, scenario] as const))(
  '%s',
  async (_name, scenario) => {
    const trouble = await outcomes.get(scenario);
    if (trouble) throw trouble;
  },
  90_000,
);
