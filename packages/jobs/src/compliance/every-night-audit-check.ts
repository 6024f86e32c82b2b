import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { checkEveryChain } from './every-night-audit-check.handler.ts';

export const everyNightAuditCheck = defineJob({
  id: 'every-night-audit-check',
  module: 'compliance',
  triggers: [cron('17 4 * * *')],
  retries: 1,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'it only reads' },
  handler: checkEveryChain,
});
