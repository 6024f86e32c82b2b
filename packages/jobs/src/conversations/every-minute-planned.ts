import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { sendDuePlanned } from './every-minute-planned.handler.ts';

export const everyMinutePlanned = defineJob({
  id: 'every-minute-planned',
  module: 'conversations',
  triggers: [cron('* * * * *')],
  retries: 1,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'one that has gone is not planned any more' },
  handler: sendDuePlanned,
});
