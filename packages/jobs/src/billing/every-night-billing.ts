import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { reconcile } from './every-night-billing.handler.ts';

export const everyNightBilling = defineJob({
  id: 'every-night-billing',
  module: 'billing',
  triggers: [cron('0 1 * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'it reads how things stand' },
  handler: reconcile,
});
