import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { markLate } from './every-minute-service.handler.ts';

export const everyMinuteService = defineJob({
  id: 'every-minute-service',
  module: 'conversations',
  triggers: [cron('* * * * *')],
  retries: 1,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'what is late is written down once' },
  handler: markLate,
});
