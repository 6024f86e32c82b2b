import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { mailThoseAway } from './every-minute-notification-mails.handler.ts';

export const everyMinuteNotificationMails = defineJob({
  id: 'every-minute-notification-mails',
  module: 'notifications',
  triggers: [cron('* * * * *')],
  retries: 1,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'what was mailed is not mailed again' },
  handler: mailThoseAway,
});
