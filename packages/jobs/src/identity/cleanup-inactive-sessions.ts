import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { endInactiveSessions } from './cleanup-inactive-sessions.handler.ts';

export const cleanupInactiveSessions = defineJob({
  id: 'cleanup-inactive-sessions',
  module: 'identity',
  triggers: [cron('*/15 * * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'a session that has ended is not ended again' },
  handler: endInactiveSessions,
});
