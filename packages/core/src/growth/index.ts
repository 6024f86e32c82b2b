// The server door of growth: what is known of logins that several people seem to use.
export { contestSharing } from './contest-sharing.ts';
export { listOpportunities } from './list-opportunities.ts';
export { listSharingDue } from './list-sharing-due.ts';
export { listUpsells } from './list-upsells.ts';
export { moveOpportunity } from './move-opportunity.ts';
export { readKpis } from './read-kpis.ts';
export { readOwnSharing } from './read-own-sharing.ts';
export { settleSharing } from './settle-sharing.ts';
export { weighSharing } from './weigh-sharing.ts';
