// The record of what was done in a workspace as a file to take away.
export { isAuditFile, serveAudit } from './serve-audit.ts';
