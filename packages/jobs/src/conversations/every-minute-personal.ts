import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { purgeDuePersonal } from './every-minute-personal.handler.ts';

export const everyMinutePersonal = defineJob({
  id: 'every-minute-personal',
  module: 'conversations',
  triggers: [cron('* * * * *')],
  retries: 1,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'what is gone is gone' },
  handler: purgeDuePersonal,
});
