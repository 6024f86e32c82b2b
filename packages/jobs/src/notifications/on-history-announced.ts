import { exportEvents } from '@recado/core/exports/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { tellOfHistory } from './on-history-announced.handler.ts';

export const onHistoryAnnounced = defineJob({
  id: 'on-history-announced',
  module: 'notifications',
  triggers: [on(exportEvents.historyAnnounced)],
  retries: 3,
  concurrency: { limit: 4 },
  idempotency: { harmless: 'a person is told once of a cause' },
  handler: tellOfHistory,
});
