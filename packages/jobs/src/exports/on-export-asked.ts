import { exportEvents } from '@recado/core/exports/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { doExport, giveExportUp } from './on-export-asked.handler.ts';

export const onExportAsked = defineJob({
  id: 'on-export-asked',
  module: 'exports',
  triggers: [on(exportEvents.asked)],
  retries: 4,
  // two files at once, of whomever they are: each is read from the database as fast as it can be
  concurrency: { limit: 2 },
  idempotency: { harmless: 'a writing begins anew, and a file that is there is not written again' },
  handler: doExport,
  onFailure: giveExportUp,
});
