import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { wakeDueConversations } from './every-minute-waking.handler.ts';

export const everyMinuteWaking = defineJob({
  id: 'every-minute-waking',
  module: 'conversations',
  triggers: [cron('* * * * *')],
  retries: 1,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'one that is awake is not put off any more' },
  handler: wakeDueConversations,
});
