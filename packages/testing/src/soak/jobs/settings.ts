/** What the processes of the proof are started with, as JSON in their first argument. */
export type Settings = {
  databaseUrl: string;
  executorPort: number;
  appPort: number;
  eventKey: string;
  signingKey: string;
  leaseMs: number;
  /** Where side effects are recorded. */
  folder: string;
  logLevel: string;
};
