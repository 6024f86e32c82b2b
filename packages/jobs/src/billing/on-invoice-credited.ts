import { billingEvents } from '@recado/core/billing/contract';
import { defineJob } from '../define-job.ts';
import { on } from '../job.ts';
import { invoiceCredited } from './on-invoice-credited.handler.ts';

export const onInvoiceCredited = defineJob({
  id: 'on-invoice-credited',
  module: 'billing',
  triggers: [on(billingEvents.invoiceCredited)],
  retries: 12,
  concurrency: { limit: 1, key: 'event.data.invoice' },
  idempotency: { harmless: 'whoever takes it knows it by the invoice and by what was given back of it in all' },
  handler: invoiceCredited,
});
