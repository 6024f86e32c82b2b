import { listExports, previewExport, readHistory, requestExport, stopExport } from '@recado/core/exports';
import { reading, router, sensitiveWriting, writing } from '../procedures.ts';

/** Contacts that are taken away as a file. */
export const exportsRouter = router({
  list: reading(listExports),
  preview: reading(previewExport),
  request: sensitiveWriting(requestExport),
  stop: writing(stopExport),
  history: reading(readHistory),
});
