import { exportEvents } from '@recado/core/exports/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfExport } from './on-export-told.handler.ts';

export const onExportTold = defineJob({
  id: 'on-export-told',
  module: 'notifications',
  triggers: [on(exportEvents.asked), on(exportEvents.finished), on(exportEvents.failed)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfExport,
});
