// program: kills executor, app and Postgres 100 times over 500 runs whose effects are recorded outside. --seed N, --kills N, --runs N, --log LEVEL
import { parseArgs } from 'node:util';
import { killJobs } from './jobs/kill-jobs.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    kills: { type: 'string', default: '100' },
    runs: { type: 'string', default: '500' },
    log: { type: 'string', default: 'silent' },
  },
});
const seed = Number(values.seed ?? Date.now() % 90_000);
const say = (line: string) => console.log(`recado  ${line}`);
say(`seed ${seed}: the same again with --seed ${seed}`);

const began = performance.now();
const report = await killJobs({
  kills: Number(values.kills),
  runs: Number(values.runs),
  seed,
  say,
  logLevel: values.log,
});
for (const problem of report.problems.slice(0, 50)) say(problem);
say(
  JSON.stringify({
    ...report,
    problems: report.problems.length,
    seed,
    seconds: Math.round((performance.now() - began) / 1000),
  }),
);
const good = report.problems.length === 0;
console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`);
process.exit(good ? 0 : 1);
