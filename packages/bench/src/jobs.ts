// program: background work: one-step runs beside their floors, a backlog, a fan-out, commit to first line, idle. --only a,b --rounds N --workers N
import { parseArgs } from 'node:util';
import { backlog } from './jobs/backlog.ts';
import { openServer } from './jobs/bench-server.ts';
import { fanOut } from './jobs/fan-out.ts';
import { idle } from './jobs/idle.ts';
import { latency } from './jobs/latency.ts';
import { throughput } from './jobs/throughput.ts';
import { finish, type Result } from './report.ts';

const PARTS = ['idle', 'throughput', 'backlog', 'fan-out', 'latency'];
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: PARTS.join() },
    rounds: { type: 'string', default: '5' },
    runs: { type: 'string', default: '1000' },
    workers: { type: 'string', default: '16' },
  },
});
const wanted = values.only.split(',');
const unknown = wanted.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) throw new Error(`there is no ${unknown.join()}; there are ${PARTS.join()}`);
const [rounds, runs, workers] = [Number(values.rounds), Number(values.runs), Number(values.workers)];

const server = await openServer();
const results: Result[] = [];
try {
  const parts: Record<string, () => Promise<Result[]>> = {
    idle: () => idle(server, { seconds: 60, workers }),
    throughput: () => throughput(server, { rounds, runs, workers }),
    backlog: () => backlog(server, { rounds: 3, waiting: 20_000, runs, workers }),
    'fan-out': () => fanOut(server, { events: 10_000, workers }),
    latency: () => latency(server, { events: 200, workers }),
  };
  for (const part of wanted) results.push(...((await parts[part]?.()) ?? []));
} finally {
  await server.close();
}
process.exit(finish('jobs', results));
