import { defineJob } from '../define-job.ts';
import { cron } from '../job.ts';
import { purgeDueWorkspaces } from './every-day-workspace-purge.handler.ts';

export const everyDayWorkspacePurge = defineJob({
  id: 'every-day-workspace-purge',
  module: 'workspaces',
  triggers: [cron('23 4 * * *')],
  retries: 3,
  concurrency: { limit: 1 },
  idempotency: { harmless: 'what was removed is not there the second time' },
  handler: purgeDueWorkspaces,
});
