import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { rollUpEveryWorkspace } from './every-hour-usage-roll-up.handler.ts';

export const everyHourUsageRollUp = defineJob({
  id: 'every-hour-usage-roll-up',
  module: 'reports',
  triggers: [cron('12 * * * *')],
  retries: 3,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'figures are counted anew from the messages each time' },
  handler: rollUpEveryWorkspace,
});
