import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { tellOfLimits } from './every-hour-limit-notices.handler.ts';

export const everyHourLimitNotices = defineJob({
  id: 'every-hour-limit-notices',
  module: 'notifications',
  triggers: [cron('22 * * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfLimits,
});
