// The server door of access.
export { listMembers } from './list-members.ts';
