// The server door of operations: what Recado's own people do and see behind the staff's door.
export { cancelRun } from './cancel-run.ts';
export { discardDeadLetter } from './discard-dead-letter.ts';
export { enterStaff } from './enter-staff.ts';
export { getRun } from './get-run.ts';
export { listDeadLetters } from './list-dead-letters.ts';
export { listFunctions } from './list-functions.ts';
export { listRuns } from './list-runs.ts';
export { listStaffActions } from './list-staff-actions.ts';
export { listStaffPeople } from './list-staff-people.ts';
export { readDeadLetter } from './read-dead-letter.ts';
export { readPayload } from './read-payload.ts';
export { readQueue } from './read-queue.ts';
export { retryDeadLetter } from './retry-dead-letter.ts';
export { retryDeadLetters } from './retry-dead-letters.ts';
export { retryRun } from './retry-run.ts';
