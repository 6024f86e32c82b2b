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
  seed: number;
};

/** The settings of this process, which ends with the one that started it. */
export function takeSettings(): Settings {
  process.on('disconnect', () => process.exit());
  return JSON.parse(process.argv[2] ?? '') as Settings;
}
