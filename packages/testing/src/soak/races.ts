// program: `npm run soak -- races [--seed 1] [--rounds 200] [--attempts 200] [--sql-rounds 1000]`, over HTTP with the screens themselves
import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { buildWeb } from '../../../../scripts/build-web.ts';
import { startTestServer } from '../test-server.ts';
import { run as raceInSql } from './guard.ts';
import { raceOverHttp } from './http-races.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** The whole of what is promised of races: over HTTP on three web processes, and on the SQL functions. Throws on any violation. */
export async function run(options: {
  seed: number;
  rounds: number;
  attempts: number;
  sqlRounds: number;
  log?: (line: string) => void;
}): Promise<void> {
  const { seed, rounds, attempts, sqlRounds, log = print } = options;
  log(`races: seed ${seed}, ${rounds} rounds of ${attempts} attempts over HTTP with limits 1 and 3`);
  log(`races: ${(await buildWeb({})) ? 'the screens are built' : 'the screens are those of the last build'}`);
  const server = await startTestServer();
  const name = `soak_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${name} template ${server.template}`);
    const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const result = await raceOverHttp({
      adminUrl: within(server.adminUrl),
      trialUrl: within(server.roleUrls.recado_trial),
      keys: `k1:${randomBytes(32).toString('base64')}`,
      limits: [1, 3],
      processes: 3,
      rounds,
      attempts,
      seed,
      withScreens: true,
      log,
    });
    const fewest = Math.min(...result.hits.values());
    log(
      `races: ${result.logins} logins and ${result.refusals} refusals at ${result.hits.size} ways in, ${fewest} to ${Math.max(...result.hits.values())} each; last step p50 ${result.p50Ms.toFixed(1)} ms, p99 ${result.p99Ms.toFixed(1)} ms while ${attempts} queue`,
    );
    if (rounds * attempts >= 4_000 && fewest < 100) result.violations.push(`a way in was tried ${fewest} times only`);
    if (result.violations.length > 0)
      throw new Error(`Races broke the guard:\n${result.violations.slice(0, 20).join('\n')}`);
  } finally {
    await admin.end({ timeout: 2 });
    await server.stop();
  }
  if (sqlRounds > 0) await raceInSql({ seed, rounds: sqlRounds, logins: 200, log });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      rounds: { type: 'string' },
      attempts: { type: 'string' },
      'sql-rounds': { type: 'string' },
    },
  });
  await run({
    seed: Number(values.seed ?? Date.now() % 100_000),
    rounds: Number(values.rounds ?? 200),
    attempts: Number(values.attempts ?? 200),
    sqlRounds: Number(values['sql-rounds'] ?? 1_000),
  });
}
