import { fork } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuSeconds } from '../process-tree.ts';
import { type Result, say, show } from '../report.ts';
import type { BenchServer } from './bench-server.ts';

/** What executor and Postgres together take of one core while there is nothing to do. */
export async function idle(server: BenchServer, options: { seconds: number; workers: number }): Promise<Result[]> {
  const database = await server.newDatabase();
  const main = path.join(import.meta.dirname, 'idle-main.ts');
  const child = fork(main, [database.jobsUrl, String(options.workers)], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  try {
    await new Promise((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', (code) => reject(new Error(`the idle executor ended with ${code}`)));
    });
    // its start is over by then
    await pause(3_000);
    const used = () => ({ executor: cpuSeconds(child.pid as number), postgres: cpuSeconds(server.pid) });
    const before = used();
    await pause(options.seconds * 1000);
    const after = used();
    const share = (name: 'executor' | 'postgres'): number => ((after[name] - before[name]) * 100) / options.seconds;
    say(`idle: executor ${share('executor').toFixed(2)} %, Postgres ${share('postgres').toFixed(2)} % of a core`);
    const samples = [share('executor') + share('postgres')];
    return [show({ name: `idle for ${options.seconds} s, executor and Postgres`, unit: '%', samples, most: 1 })];
  } finally {
    child.kill('SIGKILL');
  }
}
