import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { keepEveryHistory } from './every-day-history.handler.ts';

export const everyDayHistory = defineJob({
  id: 'every-day-history',
  module: 'exports',
  triggers: [cron('23 2 * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'a row for each batch says how far it is, and what is gone is gone' },
  handler: keepEveryHistory,
});
