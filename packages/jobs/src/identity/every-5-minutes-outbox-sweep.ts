import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { sweepOutbox } from './every-5-minutes-outbox-sweep.handler.ts';

export const everyFiveMinutesOutboxSweep = defineJob({
  id: 'every-5-minutes-outbox-sweep',
  module: 'identity',
  triggers: [cron('*/5 * * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'a mail is told of again once in five minutes, whoever sweeps' },
  handler: sweepOutbox,
});
