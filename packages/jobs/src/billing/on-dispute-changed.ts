import { billingEvents } from '@recado/core/billing/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { disputeChanged } from './on-dispute-changed.handler.ts';

export const onDisputeChanged = defineJob({
  id: 'on-dispute-changed',
  module: 'billing',
  triggers: [on(billingEvents.disputeChanged)],
  retries: 8,
  concurrency: { limit: 1, key: 'event.data.dispute' },
  idempotency: { harmless: 'it reads how things stand' },
  handler: disputeChanged,
});
