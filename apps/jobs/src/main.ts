// The process of background work: serves the jobs to their engine, moves events from the outbox to it, and, with
// JOBS_MODE=embedded, is the engine.
import { EnvError } from '@recado/runtime/env';
import { createLogger } from '@recado/runtime/logger';
import { reportError, startTelemetry } from '@recado/runtime/telemetry';
import { readJobsConfig } from './env.ts';
import { startJobs } from './start-jobs.ts';

/** After this long the process ends whatever is still under way: an engine gives that to the next process. */
const STOP_MS = { embedded: 3_000, production: 20_000 };

async function main(): Promise<void> {
  const config = readJobsConfig();
  const { RECADO_MODE: mode, RECADO_RELEASE: release } = config;
  const log = createLogger({ name: 'jobs', level: config.RECADO_LOG_LEVEL });
  startTelemetry({ dsn: config.SENTRY_DSN, process: 'jobs', release, mode });
  const jobs = await startJobs(config, log);
  log.info({ engine: config.engine.name, port: jobs.port, mode }, 'jobs are ready');

  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'jobs are stopping');
    setTimeout(() => process.exit(1), STOP_MS[mode]).unref();
    jobs.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'unhandled rejection');
    reportError(error);
  });
}

main().catch((error) => {
  process.stderr.write(
    error instanceof EnvError ? `${error.message}\n` : `${error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
});
