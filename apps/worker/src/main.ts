import '@recado/runtime/silence-console';
import '@recado/runtime/quick-keys';
import { connect, createHints, listenHints } from '@recado/db';
import { diskStorage } from '@recado/integrations/storage';
import { loadKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { reportError, startTelemetry } from '@recado/runtime/telemetry';
import { readWorkerConfig } from './env.ts';
import { startHealth } from './health.ts';
import { usualTiming } from './services.ts';
import { startWorker } from './start-worker.ts';

const POOL = 12;

async function main(): Promise<void> {
  const config = readWorkerConfig();
  const log = createLogger({ name: `worker-${config.driver.name}`, level: config.logLevel });
  startTelemetry({ dsn: config.sentryDsn, process: 'worker', release: config.release, mode: config.mode });
  const db = connect(config.databaseUrl, { name: `recado-worker-${config.driver.name}`, max: POOL });
  const hintDb = connect(config.databaseUrl, { name: 'recado-worker-hints', max: 1 });
  const hints = createHints(hintDb, (error) => log.warn({ err: error }, 'hint not sent'));
  const worker = await startWorker(
    {
      db,
      keyring: loadKeyring(config.keys),
      hints,
      storage: diskStorage(config.mediaDir),
      log,
      driver: config.driver,
      mediaDir: config.mediaDir,
      timing: usualTiming,
      isPaced: config.isPaced,
    },
    {
      maxChannels: config.maxChannels,
      listen: (handler) =>
        listenHints(
          config.databaseUrl,
          (hint) => {
            if (hint.kind === 'wanted') handler.onWanted();
            if (hint.kind === 'queued') handler.onQueued(hint.channelId);
          },
          { name: 'recado-worker-listen', onResume: handler.onResume },
        ),
    },
  );
  const health =
    config.healthPort === undefined
      ? null
      : await startHealth({
          port: config.healthPort,
          isPublic: config.mode === 'production',
          isHealthy: worker.isHealthy,
        });
  log.info({ driver: config.driver.name, mode: config.mode }, 'worker ready');

  let isStopping = false;
  const stop = (signal: string): void => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'worker stopping');
    health?.close();
    worker
      .stop()
      .then(() => hints.flush())
      .then(() => Promise.all([db.end({ timeout: 2 }), hintDb.end({ timeout: 1 })]))
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // the client leaves promises behind when a socket dies in the middle of something; the number's own session deals with that
  process.on('unhandledRejection', (error) => {
    log.warn({ err: error }, 'unhandled rejection');
    reportError(error);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
