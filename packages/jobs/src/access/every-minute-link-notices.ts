import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { tellDueLinks } from './every-minute-link-notices.handler.ts';

export const everyMinuteLinkNotices = defineJob({
  id: 'every-minute-link-notices',
  module: 'access',
  triggers: [cron('* * * * *')],
  retries: 1,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'a link is told once in a quarter of an hour, whoever asks' },
  handler: tellDueLinks,
});
