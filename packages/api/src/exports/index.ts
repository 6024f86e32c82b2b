// Files of contacts and of old messages that are taken away.
export { isArchiveFile, serveArchive } from './serve-archive.ts';
export { isExportFile, serveExport } from './serve-export.ts';
