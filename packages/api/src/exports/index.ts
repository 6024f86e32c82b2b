// Files of contacts that are taken away.
export { isExportFile, serveExport } from './serve-export.ts';
