// The server door of plans: what accounts are entitled to, and what follows when that changes.

export { assignFlag } from './assign-flag.ts';
export { getEntitlements } from './get-entitlements.ts';
export { loadCatalogue } from './load-catalogue.ts';
export { loadOffer } from './load-offer.ts';
export { readPlan } from './read-plan.ts';
export {
  assertFeature,
  assertRoom,
  hasFeature,
  offerForSeveral,
  resolveEntitlements,
  sessionLimitOf,
} from './rules.ts';
export { setPlan } from './set-plan.ts';
export { writeCatalogue } from './write-catalogue.ts';
