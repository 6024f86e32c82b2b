// The job of an import or an export in a process of its own: judges a file, does its rows, or writes one as the product does. Spawned by import.ts.
import { randomBytes, randomUUID } from 'node:crypto';
import { connect } from '@recado/db';
import { exportWords } from '@recado/i18n';
import { diskStorage } from '@recado/integrations/storage';
import { doExport } from '@recado/jobs/exports/on-export-asked.handler';
import { doImport } from '@recado/jobs/imports/on-import-asked.handler';
import { systemClock } from '@recado/runtime/clock';
import { parseKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';

/** What the process is told: one file of one workspace, and what to do with it; of an export, its id. */
export type ImportOrder = {
  jobsUrl: string;
  folder: string;
  workspaceId: string;
  importId: string;
  what: 'check' | 'run' | 'export';
};

const { jobsUrl, folder, workspaceId, importId, what } = JSON.parse(process.argv[2] ?? '{}') as ImportOrder;
const log = createLogger({ name: 'import', level: 'silent' });
const db = connect(jobsUrl, { name: 'import', max: 2 });
const services = {
  ...{ db, log, clock: systemClock, keyring: parseKeyring(`k1:${randomBytes(32).toString('base64')}`) },
  exportWords,
  ports: { storage: diskStorage(folder), hints: { emitted() {}, changed() {} } },
};
const began = performance.now();
await (what === 'export' ? doExport : doImport)({
  event: {
    id: randomUUID(),
    name: what === 'export' ? 'exports/export.asked' : 'imports/import.asked',
    at: new Date(),
    data: { workspaceId, importId, exportId: importId, revision: 1, what },
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
