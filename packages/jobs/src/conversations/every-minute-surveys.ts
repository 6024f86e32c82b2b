import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { sendDueSurveys } from './every-minute-surveys.handler.ts';

export const everyMinuteSurveys = defineJob({
  id: 'every-minute-surveys',
  module: 'conversations',
  triggers: [cron('* * * * *')],
  retries: 1,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'one that has gone is not planned any more' },
  handler: sendDueSurveys,
});
