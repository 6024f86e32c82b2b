import { billingEvents } from '@recado/core/billing/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { creditMade } from './on-credit-made.handler.ts';

export const onCreditMade = defineJob({
  id: 'on-credit-made',
  module: 'billing',
  triggers: [on(billingEvents.creditMade)],
  retries: 12,
  concurrency: { limit: 1, key: 'event.data.accountId' },
  idempotency: { harmless: 'a credit goes by the key of its cause, and one that is booked is left alone' },
  handler: creditMade,
});
