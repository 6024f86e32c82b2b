// The server door of exports.
export { endHistory } from './end-history.ts';
export { expireExports } from './expire-exports.ts';
export { failExport } from './fail-export.ts';
export { listExports } from './list-exports.ts';
export { type HistoryStep, moveHistory } from './move-history.ts';
export { openArchive } from './open-archive.ts';
export { openExport } from './open-export.ts';
export { previewExport } from './preview-export.ts';
export { purgeHistory } from './purge-history.ts';
export { readExportPlan } from './read-export-plan.ts';
export { readHistory } from './read-history.ts';
export { requestExport } from './request-export.ts';
export { settleArchive } from './settle-archive.ts';
export { settleExport } from './settle-export.ts';
export { stopExport } from './stop-export.ts';
export { type ExportedContact, takeExportPart } from './take-export-part.ts';
export { type HistoryPart, takeHistoryPart } from './take-history-part.ts';
