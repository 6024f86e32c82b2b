import { billingEvents } from '@recado/core/billing/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { syncRequested } from './on-sync-requested.handler.ts';

export const onSyncRequested = defineJob({
  id: 'on-sync-requested',
  module: 'billing',
  triggers: [on(billingEvents.syncRequested)],
  retries: 8,
  concurrency: { limit: 1, key: 'event.data.customer' },
  idempotency: { harmless: 'it reads how things stand, and of two readings the later one holds' },
  // what happens at once is told by many events
  debounce: { period: '1s', key: 'event.data.customer', timeout: '5s' },
  handler: syncRequested,
});
