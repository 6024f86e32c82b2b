import { billingEvents } from '@recado/core/billing/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { moneyBackAsked } from './on-money-back-asked.handler.ts';

export const onMoneyBackAsked = defineJob({
  id: 'on-money-back-asked',
  module: 'billing',
  triggers: [on(billingEvents.moneyBackAsked)],
  retries: 12,
  concurrency: { limit: 1, key: 'event.data.accountId' },
  idempotency: { harmless: 'each step goes by the key of the account, and the provider does it once' },
  handler: moneyBackAsked,
});
