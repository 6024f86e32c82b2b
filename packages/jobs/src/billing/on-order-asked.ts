import { billingEvents } from '@recado/core/billing/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { orderAsked } from './on-order-asked.handler.ts';

export const onOrderAsked = defineJob({
  id: 'on-order-asked',
  module: 'billing',
  triggers: [on(billingEvents.orderAsked)],
  retries: 8,
  concurrency: { limit: 1, key: 'event.data.accountId' },
  idempotency: {
    harmless: 'what is asked of the provider is written down first with its key, under which it is done once',
  },
  // several people often come at once
  debounce: { period: '1s', key: 'event.data.accountId', timeout: '5s' },
  handler: orderAsked,
});
