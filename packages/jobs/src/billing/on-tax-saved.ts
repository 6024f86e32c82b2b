import { billingEvents } from '@recado/core/billing/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { taxSaved } from './on-tax-saved.handler.ts';

export const onTaxSaved = defineJob({
  id: 'on-tax-saved',
  module: 'billing',
  triggers: [on(billingEvents.taxSaved)],
  retries: 8,
  concurrency: { limit: 1, key: 'event.data.accountId' },
  idempotency: { harmless: 'it asks what is so and writes the same again' },
  handler: taxSaved,
});
