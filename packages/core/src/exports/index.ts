// The server door of exports.
export { expireExports } from './expire-exports.ts';
export { failExport } from './fail-export.ts';
export { listExports } from './list-exports.ts';
export { openExport } from './open-export.ts';
export { previewExport } from './preview-export.ts';
export { readExportPlan } from './read-export-plan.ts';
export { requestExport } from './request-export.ts';
export { settleExport } from './settle-export.ts';
export { stopExport } from './stop-export.ts';
export { type ExportedContact, takeExportPart } from './take-export-part.ts';
