// program: from `npm start` in a clean copy to the first page, cold and again, with processes and memory
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { copyTree, type Started, startCopy } from '../../../scripts/clean-copy.ts';
import { measureTree } from './process-tree.ts';
import { finish, type Result, say, show } from './report.ts';

const LIMIT_MS = 600_000;
const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-bench-start-'));
let started: Started | undefined;
const results: Result[] = [];
try {
  copyTree(folder);
  say('npm start in a clean copy; the package cache is the machine’s own');
  const unit = 's';
  results.push(
    show({ name: 'first page, cold, warm package cache', unit, samples: [await secondsToPage()], most: 240 }),
  );
  await started?.stop();
  results.push(show({ name: 'first page, second start', unit, samples: [await secondsToPage()], most: 30 }));
  // what a person meets is a product that has been used for a moment, not one that has just loaded
  for (let visit = 0; visit < 10; visit++) await openPage(started as unknown as Started);
  const { processes, mb, rssMb } = measureTree((started as unknown as Started).npmPid);
  results.push(
    show({ name: 'processes, npm and supervisor included', unit: 'processes', samples: [processes] }),
    show({ name: 'memory in all, shared pages counted once', unit: 'MB', samples: [mb], most: 1536 }),
    show({ name: 'memory in all, resident sizes added up', unit: 'MB', samples: [rssMb] }),
  );
} finally {
  await started?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(finish('start', results));

async function secondsToPage(): Promise<number> {
  const began = Date.now();
  started = await startCopy(folder, { env: { RECADO_PORT_BASE: '0' }, abort: abort.signal, withinMs: LIMIT_MS });
  await openPage(started);
  return (Date.now() - began) / 1000;
}

async function openPage({ running }: Started): Promise<void> {
  const response = await fetch(`${running().urls.web}/login`, { headers: { accept: 'text/html' } });
  if (!response.ok) throw new Error(`the first page answered ${response.status}`);
  await response.text();
}
