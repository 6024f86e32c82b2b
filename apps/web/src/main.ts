// The web process: pages, API, live stream and files on one origin.
import { createServer } from 'node:http';
import path from 'node:path';
import { createLive } from '@recado/api/live';
import { getViewer } from '@recado/core/identity';
import { AppError } from '@recado/core/kernel';
import { enterStaff } from '@recado/core/operations';
import { listenHints, listenSessions } from '@recado/db';
import { sha256 } from '@recado/runtime/crypto';
import { EnvError } from '@recado/runtime/env';
import { createLogger } from '@recado/runtime/logger';
import { reportError, startTelemetry } from '@recado/runtime/telemetry';
import next from 'next';
import { readWebEnv } from './env.ts';
import { cookieStyle, readCookie } from './server/cookies.ts';
import { createFrontDoor } from './server/http.ts';
import { buildHouse, type House, type WebServices } from './server/services.ts';

function servicesOf(house: House): WebServices {
  const { env } = house;
  const embedded = env.RECADO_MODE === 'embedded';
  const style = cookieStyle(env.RECADO_PUBLIC_URL.startsWith('https:'));
  return {
    async resolveViewer(header) {
      const token = readCookie(header, style.session);
      if (!token) return { viewer: null };
      try {
        return { viewer: await getViewer(house.base, token, null) };
      } catch (error) {
        if (error instanceof AppError && error.kind === 'UNAUTHENTICATED') {
          return { viewer: null, ended: { code: error.code, params: error.params } };
        }
        throw error;
      }
    },
    async resolveStaff(header) {
      const token = readCookie(header, style.session);
      if (!token) return null;
      const ctx = {
        ...house.base,
        requestId: '',
        locale: 'es',
        origin: { address: null, userAgent: '', deviceHash: null },
        door: { tokenHash: sha256(token), personId: null },
      };
      try {
        return await enterStaff(ctx, {});
      } catch (error) {
        if (error instanceof AppError && ['UNAUTHENTICATED', 'NOT_FOUND'].includes(error.kind)) return null;
        throw error;
      }
    },
    report(error) {
      house.log.error({ err: error }, 'a page failed');
      reportError(error);
    },
    config: {
      mode: env.RECADO_MODE,
      productName: env.RECADO_PRODUCT_NAME,
      mailboxUrl: embedded ? (env.RECADO_MAILBOX_URL ?? null) : null,
      simulatorUrl: embedded ? (env.RECADO_SIMULATOR_URL ?? null) : null,
    },
    jobsConsole:
      env.JOBS_MODE === 'embedded' ? { kind: 'embedded' } : { kind: 'inngest', url: env.INNGEST_CONSOLE_URL ?? null },
  };
}

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
