// program: kills worker, web and Postgres 100 times while messages go both ways. --seed N, --kills N, --running FILE
import { parseArgs } from 'node:util';
import { withProduct } from '../product/with-product.ts';
import { killRun } from './kill-run.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    kills: { type: 'string', default: '100' },
    messages: { type: 'string', default: '2000' },
    running: { type: 'string' },
  },
});
const seed = Number(values.seed ?? Date.now() % 90_000);
const say = (line: string) => console.log(`recado  ${line}`);
say(`seed ${seed}: the same again with --seed ${seed}`);

const report = await withProduct(values.running, say, (runningFile) =>
  killRun({ runningFile, kills: Number(values.kills), messages: Number(values.messages), seed, say }),
);
for (const problem of report.problems) say(problem);
say(JSON.stringify({ ...report, seed }));
const good = report.problems.length === 0;
console.log(`${good ? 1 : 0} passed, ${good ? 0 : 1} failed`);
process.exit(good ? 0 : 1);
