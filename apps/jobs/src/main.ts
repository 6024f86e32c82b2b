// The process of background work: serves the jobs to their engine, moves events from the outbox to it, and, with
// JOBS_MODE=embedded, is the engine.
import { listenHints } from '@recado/db';
import { SERVE_PATH } from '@recado/jobs';
import { EnvError } from '@recado/runtime/env';
import { createLogger } from '@recado/runtime/logger';
import { reportError, startTelemetry } from '@recado/runtime/telemetry';
import { readJobsConfig } from './env.ts';
import { createHealth } from './health.ts';
import { listen } from './http-server.ts';
import { buildHouse } from './services.ts';

/** After this long the process ends whatever is still under way: an engine gives that to the next process. */
const STOP_MS = { embedded: 4_000, production: 20_000 };

async function main(): Promise<void> {
  const config = readJobsConfig();
  const log = createLogger({ name: 'jobs', level: config.RECADO_LOG_LEVEL });
  startTelemetry({
    dsn: config.SENTRY_DSN,
    process: 'jobs',
    release: config.RECADO_RELEASE,
    mode: config.RECADO_MODE,
  });
  const house = buildHouse(config, log, config.RECADO_JOBS_PORT);
  const host = config.RECADO_MODE === 'embedded' ? '127.0.0.1' : undefined;
  const { executor, refusals, functions } = house;
  const server = await listen({
    port: config.RECADO_JOBS_PORT,
    host,
    route(path) {
      if (path === SERVE_PATH) return functions;
      // the executor speaks Inngest's HTTP as well: its event API and its runs
      return executor && /^\/(e|v1)\//.test(path) ? executor.handle : null;
    },
    refusals,
    log,
  });
  let isReady = false;
  let figures = async (): Promise<Record<string, unknown>> => ({});
  const answerHealth = createHealth({
    db: house.db,
    isReady: () => isReady,
    figures: () => figures(),
    refusals,
    release: config.RECADO_RELEASE,
  });
  const health = await listen({
    port: config.RECADO_HEALTH_PORT,
    host,
    route: (path) => (/^\/health(\/details)?$/.test(path) ? answerHealth : null),
    refusals,
    log,
  });

  const relay = await house.start();
  const hints = await listenHints(
    config.DATABASE_URL,
    (hint) => {
      if (hint.kind === 'emitted') relay.nudge();
    },
    { name: 'recado-jobs-listen', onResume: () => relay.nudge() },
  );
  figures = async () => ({
    engine: config.engine.name,
    outbox: await relay.stats(),
    executor: executor ? await executor.stats() : null,
  });
  isReady = true;
  log.info({ engine: config.engine.name, port: server.port, mode: config.RECADO_MODE }, 'jobs are ready');

  const stop = once(async (signal: string) => {
    log.info({ signal }, 'jobs are stopping');
    isReady = false;
    setTimeout(() => process.exit(1), STOP_MS[config.RECADO_MODE]).unref();
    // calls under way of an engine elsewhere end before what they use is closed
    await Promise.all([hints.close(), relay.stop(), server.close(), health.close()]);
    await house.close();
    process.exit(0);
  });
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'unhandled rejection');
    reportError(error);
  });
}

/** Runs only the first time it is called. */
function once(run: (signal: string) => Promise<void>): (signal: string) => void {
  let isRunning = false;
  return (signal) => {
    if (isRunning) return;
    isRunning = true;
    run(signal).catch(() => process.exit(1));
  };
}

main().catch((error) => {
  process.stderr.write(
    error instanceof EnvError ? `${error.message}\n` : `${error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
});
