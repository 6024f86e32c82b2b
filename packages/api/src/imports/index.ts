// Files of contacts that people bring.
export { isImportFaults, serveImportFaults } from './serve-import-faults.ts';
export { takeImport } from './take-import.ts';
