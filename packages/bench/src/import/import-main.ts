// The job of an import in a process of its own: judges a file and does its rows as the product does. Spawned by import.ts.
import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from '@recado/db';
import { diskStorage } from '@recado/integrations/storage';
import { doImport } from '@recado/jobs/imports/on-import-asked.handler';
import { systemClock } from '@recado/runtime/clock';
import { parseKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';

/** What the process is told: one file of one workspace, and what to do with it. */
export type ImportOrder = {
  jobsUrl: string;
  folder: string;
  workspaceId: string;
  importId: string;
  what: 'check' | 'run';
};

const { jobsUrl, folder, workspaceId, importId, what } = JSON.parse(process.argv[2] ?? '{}') as ImportOrder;
const log = createLogger({ name: 'import', level: 'silent' });
const db = connect(jobsUrl, { name: 'import', max: 2 });
const services = {
  ...{ db, log, clock: systemClock, keyring: parseKeyring(`k1:${randomBytes(32).toString('base64')}`) },
  ports: { storage: diskStorage(folder), hints: { emitted() {}, changed() {} } },
};
const began = performance.now();
await doImport({
  event: {
    id: randomUUID(),
    name: 'imports/import.asked',
    at: new Date(),
    data: { workspaceId, importId, revision: 1, what },
  },
  steps: { run: async (_id: string, work: () => unknown) => await work() },
  services,
  runId: randomUUID(),
  log,
} as never);
const seconds = (performance.now() - began) / 1000;
await db.end({ timeout: 2 });
process.send?.({ seconds, mb: process.resourceUsage().maxRSS / 1024 });
process.disconnect?.();
