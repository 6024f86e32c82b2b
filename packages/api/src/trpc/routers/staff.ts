import { cancelRun, getRun, listFunctions, listRuns, readPayload, readQueue, retryRun } from '@recado/core/operations';
import { router, staffReading, staffWriting } from '../procedures.ts';

/** The area of Recado's own people; for everybody else it answers like procedures that do not exist. */
export const staffRouter = router({
  functions: staffReading(listFunctions),
  runs: staffReading(listRuns),
  run: staffReading(getRun),
  payload: staffReading(readPayload),
  queue: staffReading(readQueue),
  cancel: staffWriting(cancelRun),
  retry: staffWriting(retryRun),
});
