// The web process: pages, API, live stream and files on one origin.
import { createServer } from 'node:http';
import path from 'node:path';
import { createLive } from '@recado/api/live';
import { listenHints, listenSessions } from '@recado/db';
import { EnvError } from '@recado/runtime/env';
import { createLogger } from '@recado/runtime/logger';
import { startTelemetry } from '@recado/runtime/telemetry';
import next from 'next';
import { readWebEnv } from './env.ts';
import { createFrontDoor } from './server/http.ts';
import { buildHouse, servicesOf, type WebServices } from './server/services.ts';

async function main(): Promise<void> {
  const env = readWebEnv();
  const log = createLogger({ name: 'web', level: env.RECADO_LOG_LEVEL });
  startTelemetry({ dsn: env.SENTRY_DSN, process: 'web', release: env.RECADO_RELEASE, mode: env.RECADO_MODE });
  const house = buildHouse(env, log);
  (globalThis as { __recado?: WebServices }).__recado = servicesOf(house);

  const live = createLive();
  const hints = await listenHints(
    env.DATABASE_URL,
    (hint) => {
      if (hint.kind === 'changed') live.changed(hint.workspaceId);
      if (hint.kind === 'present') live.present(hint);
    },
    { name: 'recado-web-listen', onResume: () => live.lookAll() },
  );
  const sessions = await listenSessions(env.DATABASE_URL, (ids) => live.sessionsEnded(ids), {
    onResume: () => live.lookAll(),
  });

  const app = next({
    dev: false,
    dir: path.resolve(import.meta.dirname, '..'),
    hostname: 'localhost',
    port: env.RECADO_PORT,
  });
  await app.prepare();
  const pages = app.getRequestHandler();
  const frontDoor = createFrontDoor(house, live, pages);
  const server = createServer((request, response) => void frontDoor(request, response));
  // slow writers are cut: of headers soon, of bodies when even the largest file on a poor line would have come
  server.headersTimeout = 20_000;
  server.requestTimeout = 20 * 60_000;
  server.keepAliveTimeout = 65_000;
  const host = env.RECADO_MODE === 'embedded' ? '127.0.0.1' : env.RECADO_HOST;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(env.RECADO_PORT, host, resolve));
  log.info({ port: (server.address() as { port: number }).port }, 'web is ready');

  let stopping = false;
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), 9_000).unref();
    server.close();
    live.close();
    server.closeIdleConnections();
    await Promise.all([hints.close(), sessions.close()]);
    await house.close();
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop());
  process.on('SIGINT', () => void stop());
}

main().catch((error) => {
  process.stderr.write(
    error instanceof EnvError ? `${error.message}\n` : `${error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
});
