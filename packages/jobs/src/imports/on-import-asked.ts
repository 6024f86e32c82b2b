import { importEvents } from '@recado/core/imports/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { doImport } from './on-import-asked.handler.ts';

export const onImportAsked = defineJob({
  id: 'on-import-asked',
  module: 'imports',
  triggers: [on(importEvents.asked)],
  retries: 5,
  // rows of one file are done one stretch after the other
  concurrency: { limit: 1, key: 'event.data.importId' },
  idempotency: { harmless: 'each stretch of rows is kept with the place that was reached, and a judging begins anew' },
  handler: doImport,
});
