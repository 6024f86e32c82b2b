import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { removeOld } from './every-hour-retention.handler.ts';

export const everyHourRetention = defineJob({
  id: 'every-hour-retention',
  module: 'kernel',
  triggers: [cron('7 * * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'what was removed is not there the second time' },
  handler: removeOld,
});
