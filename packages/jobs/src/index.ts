// The jobs of the product and what serves them.
export { APP_ID, type ClientConfig, createClient, type JobClient } from './client.ts';
export { buildFunctions, jobs } from './functions.ts';
export { postEvents } from './post-events.ts';
export { type Relay, type RelayStats, startRelay } from './relay.ts';
export { type Sealer, startSealer } from './sealer.ts';
export { SERVE_PATH, serveJobs } from './serve.ts';
export type { JobServices } from './services.ts';
