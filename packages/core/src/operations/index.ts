// The server door of operations: what Recado's own people do and see behind the staff's door.
export { cancelRun } from './cancel-run.ts';
export { enterStaff } from './enter-staff.ts';
export { getRun } from './get-run.ts';
export { listFunctions } from './list-functions.ts';
export { listRuns } from './list-runs.ts';
export { readPayload } from './read-payload.ts';
export { readQueue } from './read-queue.ts';
export { retryRun } from './retry-run.ts';
