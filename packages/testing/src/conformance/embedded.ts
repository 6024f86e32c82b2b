import { randomBytes } from 'node:crypto';
import { createExecutor, type Executor } from '@recado/embedded/executor';
import { createLogger } from '@recado/runtime/logger';
import { type ConformanceApp, openApp } from './app.ts';
import type { Engine } from './engine.ts';
import type { Scenario } from './scenario.ts';
import { type Listening, serveFetch } from './serve-fetch.ts';

/** The embedded executor behind a port of its own, and the suite's app which it calls over HTTP. */
export type EmbeddedConformance = {
  readonly engine: Engine;
  readonly app: ConformanceApp;
  readonly executor: Executor;
  close(): Promise<void>;
};

/** Starts executor and app on one database: keys made for this run, retries after a fraction of a second. */
export async function openEmbedded(
  databaseUrl: string,
  scenarios: readonly Scenario[],
  logLevel = 'silent',
): Promise<EmbeddedConformance> {
  let handle: (request: Request) => Promise<Response> = async () => new Response(null, { status: 503 });
  const face: Listening = await serveFetch((request) => handle(request));
  const engine: Engine = {
    eventUrl: face.url,
    apiUrl: face.url,
    eventKey: randomBytes(16).toString('hex'),
    signingKey: `signkey-prod-${randomBytes(32).toString('hex')}`,
  };
  const app = await openApp({ engine, scenarios });
  const executor = createExecutor({
    databaseUrl,
    app: { url: app.url },
    signingKey: engine.signingKey,
    eventKey: engine.eventKey,
    log: createLogger({ name: 'executor', level: logLevel }),
    // some steps of the suite wait inside for others to begin, so nearly all of them must fit beside each other
    workers: 64,
    backoffMs: () => 200,
  });
  handle = executor.handle;
  await executor.start();
  return {
    engine,
    app,
    executor,
    async close() {
      await executor.stop();
      await app.close();
      await face.close();
    },
  };
}
