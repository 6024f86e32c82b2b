// The server door of billing: what follows from what the provider says.
export { deriveBillingState, orderOf, planOf } from './rules.ts';
export { syncCatalogue } from './sync-catalogue.ts';
