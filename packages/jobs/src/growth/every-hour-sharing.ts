import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { weighEverybody } from './every-hour-sharing.handler.ts';

export const everyHourSharing = defineJob({
  id: 'every-hour-sharing',
  module: 'growth',
  triggers: [cron('47 * * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'the same sessions give the same rows' },
  handler: weighEverybody,
});
