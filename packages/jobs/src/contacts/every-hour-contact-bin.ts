import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { emptyEveryBin } from './every-hour-contact-bin.handler.ts';

export const everyHourContactBin = defineJob({
  id: 'every-hour-contact-bin',
  module: 'contacts',
  triggers: [cron('37 * * * *')],
  retries: 3,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'whoever was removed is not there the second time' },
  handler: emptyEveryBin,
});
