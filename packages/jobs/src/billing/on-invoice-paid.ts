import { billingEvents } from '@recado/core/billing/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { invoicePaid } from './on-invoice-paid.handler.ts';

export const onInvoicePaid = defineJob({
  id: 'on-invoice-paid',
  module: 'billing',
  triggers: [on(billingEvents.invoicePaid)],
  retries: 12,
  concurrency: { limit: 1, key: 'event.data.invoice' },
  idempotency: { harmless: 'an invoice that was handed over is left alone, and whoever takes it knows it by its id' },
  handler: invoicePaid,
});
