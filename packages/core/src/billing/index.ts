// The server door of billing: what follows from what the provider says, and what owners do about it.
export { cancelSubscription } from './cancel-subscription.ts';
export { listDueBilling } from './list-due-billing.ts';
export { listDueTax } from './list-due-tax.ts';
export { lookAgain } from './look-again.ts';
export { noteBillingEvent } from './note-billing-event.ts';
export { openPortal } from './open-portal.ts';
export { previewUpgrade } from './preview-upgrade.ts';
export { readBilling } from './read-billing.ts';
export { readTaxDetails } from './read-tax-details.ts';
export { resumeSubscription } from './resume-subscription.ts';
export { deriveBillingState, orderOf, planOf } from './rules.ts';
export { saveTaxDetails } from './save-tax-details.ts';
export { settleTax } from './settle-tax.ts';
export { startCheckout } from './start-checkout.ts';
export { sweepBillingEvents } from './sweep-billing-events.ts';
export { syncBilling } from './sync-billing.ts';
export { syncCatalogue } from './sync-catalogue.ts';
export { upgradePlan } from './upgrade-plan.ts';
