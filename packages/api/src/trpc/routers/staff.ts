import {
  cancelRun,
  discardDeadLetter,
  getRun,
  listDeadLetters,
  listFunctions,
  listRuns,
  listStaffActions,
  listStaffPeople,
  readDeadLetter,
  readPayload,
  readQueue,
  retryDeadLetter,
  retryDeadLetters,
  retryRun,
} from '@recado/core/operations';
import { router, staffReading, staffWriting } from '../procedures.ts';

/** The area of Recado's own people; for everybody else it answers like procedures that do not exist. */
export const staffRouter = router({
  functions: staffReading(listFunctions),
  runs: staffReading(listRuns),
  run: staffReading(getRun),
  payload: staffReading(readPayload),
  queue: staffReading(readQueue),
  deadLetters: staffReading(listDeadLetters),
  deadLetter: staffReading(readDeadLetter),
  actions: staffReading(listStaffActions),
  people: staffReading(listStaffPeople),
  cancel: staffWriting(cancelRun),
  retry: staffWriting(retryRun),
  retryDeadLetter: staffWriting(retryDeadLetter),
  retryDeadLetters: staffWriting(retryDeadLetters),
  discardDeadLetter: staffWriting(discardDeadLetter),
});
