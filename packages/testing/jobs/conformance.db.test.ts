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
    if (!trouble) return;
    console.log(`recado  on its own after it failed beside all others: ${scenario.slug} (${trouble})`);
    await runAlone(scenario);
  },
  90_000,
);

/** On a busy machine eighty scenarios at once make clocks late: one that failed is judged with an engine to itself. */
async function runAlone(scenario: Scenario): Promise<void> {
  const own = await createDatabase();
  try {
    const alone = await openEmbedded(own.jobsUrl, [scenario], process.env.RECADO_TEST_LOG ?? 'silent');
    try {
      await alone.app.run(scenario);
    } finally {
      await alone.close();
    }
  } finally {
    await own.drop();
  }
}
