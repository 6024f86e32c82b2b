import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { endEveryExport } from './every-hour-export-end.handler.ts';

export const everyHourExportEnd = defineJob({
  id: 'every-hour-export-end',
  module: 'exports',
  triggers: [cron('17 * * * *')],
  retries: 3,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'a file that is gone cannot go twice' },
  handler: endEveryExport,
});
