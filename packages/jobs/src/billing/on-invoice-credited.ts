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
  idempotency: {
    harmless: 'owners are told once of a sum in all, and whoever writes it down knows it by the invoice and that sum',
  },
  handler: invoiceCredited,
});
