import {
  checkImport,
  getImport,
  listImportFaults,
  listImports,
  startImport,
  stopImport,
  undoImport,
} from '@recado/core/imports';
import { reading, router, writing } from '../procedures.ts';

/** Files of contacts: what is in them, what they would do, and doing it. */
export const importsRouter = router({
  list: reading(listImports),
  get: reading(getImport),
  faults: reading(listImportFaults),
  check: writing(checkImport),
  start: writing(startImport),
  stop: writing(stopImport),
  undo: writing(undoImport),
});
