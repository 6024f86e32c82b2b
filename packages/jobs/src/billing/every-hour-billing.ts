import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { lookAtAccounts } from './every-hour-billing.handler.ts';

export const everyHourBilling = defineJob({
  id: 'every-hour-billing',
  module: 'billing',
  triggers: [cron('47 * * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'it reads how things stand, and each cause is told once' },
  handler: lookAtAccounts,
});
