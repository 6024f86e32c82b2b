import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { askAgain } from './every-hour-tax.handler.ts';

export const everyHourTax = defineJob({
  id: 'every-hour-tax',
  module: 'billing',
  triggers: [cron('17 * * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'it asks what is so and writes the same again' },
  handler: askAgain,
});
