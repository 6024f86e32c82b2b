import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { scoreEverybody } from './every-5-minutes-scores.handler.ts';

export const everyFiveMinutesScores = defineJob({
  id: 'every-5-minutes-scores',
  module: 'contacts',
  triggers: [cron('*/5 * * * *')],
  retries: 2,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'a score that is what it was is not written again' },
  handler: scoreEverybody,
});
