import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { sweepEveryMedia } from './every-night-media-sweep.handler.ts';

export const everyNightMediaSweep = defineJob({
  id: 'every-night-media-sweep',
  module: 'conversations',
  triggers: [cron('41 3 * * *')],
  retries: 3,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'a file that is gone cannot go twice' },
  handler: sweepEveryMedia,
});
