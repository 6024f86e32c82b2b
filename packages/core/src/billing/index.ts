// The server door of billing: what follows from what the provider says.
export { listDueBilling } from './list-due-billing.ts';
export { noteBillingEvent } from './note-billing-event.ts';
export { deriveBillingState, orderOf, planOf } from './rules.ts';
export { sweepBillingEvents } from './sweep-billing-events.ts';
export { syncBilling } from './sync-billing.ts';
export { syncCatalogue } from './sync-catalogue.ts';
