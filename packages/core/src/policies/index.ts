// The server door of policies: what an account binds its people to, and how safe its team is.
export { getPolicies } from './get-policies.ts';
export { getTeamSecurity } from './get-team-security.ts';
export { pauseList } from './pause-list.ts';
export { setPolicies } from './set-policies.ts';
