// The server door of billing: what follows from what the provider says.
export { deriveBillingState } from './rules.ts';
