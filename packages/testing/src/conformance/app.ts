import { randomBytes } from 'node:crypto';
import { Inngest, type InngestFunction } from 'inngest';
import { serve } from 'inngest/node';
import { type Engine, signatureOf } from './engine.ts';
import { openNotes } from './notes.ts';
import { type Scenario, sceneOf } from './scenario.ts';
import { type Listening, listen } from './serve-fetch.ts';

/** The suite's app: scenarios whose functions an engine can call, each to be run once. */
export type ConformanceApp = {
  /** The address that the engine calls. */
  readonly url: string;
  run(scenario: Scenario): Promise<void>;
  /** Tells a server of the functions, as a deployment does. An engine that finds the app by itself needs no telling. */
  register(): Promise<void>;
  close(): Promise<void>;
};

export const APP_ID = 'conformance';
const PATH = '/api/inngest';
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Serves the scenarios' functions with the unmodified SDK: cloud mode, signatures on. */
export async function openApp(options: {
  engine: Engine;
  scenarios: readonly Scenario[];
  port?: number;
  /** The interface to bind; loopback when left out. */
  host?: string;
  /** The origin under which the engine reaches the app, when that is not this machine's loopback. */
  serveOrigin?: string;
}): Promise<ConformanceApp> {
  const { engine, scenarios } = options;
  const inngest = new Inngest({
    id: APP_ID,
    eventKey: engine.eventKey,
    signingKey: engine.signingKey,
    isDev: false,
    logger: quiet,
    ...(engine.eventUrl === engine.apiUrl ? { baseUrl: engine.apiUrl } : {}),
  });
  inngest.setEnvVars({ INNGEST_API_BASE_URL: engine.apiUrl, INNGEST_EVENT_API_BASE_URL: engine.eventUrl });

  const key = randomBytes(6).toString('hex');
  let url = '';
  const functions: InngestFunction.Any[] = [];
  const runs = new Map<Scenario, () => Promise<void>>();
  for (const each of scenarios) {
    const scene = sceneOf({ slug: each.slug, engine, inngest, key, notes: openNotes(), appUrl: () => url });
    const built = each.build(scene);
    functions.push(...built.functions);
    runs.set(each, built.run);
  }
  const handler = serve({
    client: inngest,
    functions,
    servePath: PATH,
    enableUnauthedSync: false,
    ...(options.serveOrigin ? { serveOrigin: options.serveOrigin } : {}),
  });
  const listening: Listening = await listen(handler, {
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.host === undefined ? {} : { host: options.host }),
  });
  url = `${listening.url}${PATH}`;
  return {
    url: options.serveOrigin ? new URL(PATH, options.serveOrigin).href : url,
    async run(each) {
      const run = runs.get(each);
      if (!run) throw new Error(`The app does not serve "${each.name}".`);
      await run();
    },
    async register() {
      const response = await fetch(url, {
        method: 'PUT',
        headers: { 'x-inngest-signature': signatureOf(engine.signingKey, '') },
      });
      if (!response.ok)
        throw new Error(`The functions were not registered: ${response.status} ${await response.text()}`);
    },
    close: listening.close,
  };
}
