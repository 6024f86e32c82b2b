// program: from `npm start` in a clean copy to the first page, cold and again, with processes and memory
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { copyTree, type Started, startCopy } from '../../../scripts/clean-copy.ts';
import { measureTree } from './process-tree.ts';

const AIMS = { coldMs: 240_000, againMs: 30_000, mb: 1536 };
const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-bench-start-'));
let started: Started | undefined;
let isMet = false;
try {
  copyTree(folder);
  // the package cache is the machine's own, so it is as warm as the machine
  const cold = await startAndOpen();
  await started?.stop();
  const again = await startAndOpen();
  // what a person meets is a product that has been used for a moment, not one that has just loaded
  for (let visit = 0; visit < 10; visit++) await openPage(started as unknown as Started);
  const memory = measureTree((started as unknown as Started).npmPid);
  isMet = cold.pageMs <= AIMS.coldMs && again.pageMs <= AIMS.againMs && memory.mb <= AIMS.mb;
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  process.stdout.write(
    `${[
      `first page, clean copy, warm package cache  ${seconds(cold.pageMs)} (aim ${seconds(AIMS.coldMs)})`,
      `first page, second start                    ${seconds(again.pageMs)} (aim ${seconds(AIMS.againMs)})`,
      `processes, npm and supervisor included      ${memory.processes}`,
      `memory, shared pages counted once           ${memory.mb} MB (aim ${AIMS.mb} MB)`,
      `memory, resident sizes added up             ${memory.rssMb} MB`,
    ].join('\n')}\n`,
  );
} finally {
  await started?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit(isMet ? 0 : 1);

async function startAndOpen(): Promise<{ pageMs: number }> {
  const began = Date.now();
  started = await startCopy(folder, { env: { RECADO_PORT_BASE: '0' }, abort: abort.signal, withinMs: 600_000 });
  await openPage(started);
  return { pageMs: Date.now() - began };
}

async function openPage({ running }: Started): Promise<void> {
  const response = await fetch(`${running().urls.web}/login`, { headers: { accept: 'text/html' } });
  if (!response.ok) throw new Error(`the first page answered ${response.status}`);
  await response.text();
}
