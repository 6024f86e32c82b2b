import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLogger, type Logger } from '@recado/runtime/logger';
import { isLoopbackAddress } from '@recado/runtime/loopback';
import { createEngine, type Engine } from './engine.ts';
import { createFileStore, createVolatileStore } from './state/record-store.ts';
import { createHttpHandler } from './wire/http-handler.ts';

export type StripeSimulatorOptions = {
  /** The only secret key it answers to; never a live one. */
  key: string;
  /** 0 takes a free one. */
  port?: number;
  /** A loopback address. */
  host?: string;
  /** The folder of the lasting state; without one it dies with the simulator. */
  data?: string;
  /** Where the clock of a new account stands still, in seconds; it runs when left out. */
  frozenAt?: number;
  /** An endpoint that is always there. */
  webhook?: { url: string; secret: string };
  /** How long a delivery that was not taken waits before each next attempt. */
  retryDelaysMs?: readonly number[];
  log?: Logger;
};

/** A running simulator. */
export type StripeSimulator = {
  url: string;
  port: number;
  engine: Engine;
  /** Writes everything down and lets go of the port. */
  close(): Promise<void>;
};

// how often what has become due by itself is looked for, when nobody asks anything
const TICK_MS = 5000;

/** Starts a simulated Stripe account on loopback. Throws for a live key, a host that is not loopback, and a port that is taken. */
export async function startStripeSimulator(options: StripeSimulatorOptions): Promise<StripeSimulator> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopbackAddress(host)) throw new Error(`The simulator serves this machine only; "${host}" is not loopback.`);
  if (!options.key.startsWith('sk_test_')) throw new Error('The simulator takes keys that begin with sk_test_ only.');
  const log = options.log ?? createLogger({ name: 'stripe-simulator', level: 'silent' });
  const store = options.data ? createFileStore(options.data) : createVolatileStore();
  let port = 0;
  const url = (): string => `http://127.0.0.1:${port}`;
  const engine = createEngine({
    ...{ store, log, url },
    ...(options.frozenAt !== undefined && { frozenAt: options.frozenAt }),
    ...(options.retryDelaysMs && { retryDelaysMs: options.retryDelaysMs }),
  });
  engine.transact({ request: null, idempotencyKey: null }, () => settleEndpoint(engine, options.webhook));
  const http = createServer(createHttpHandler(engine, options.key));
  // the default of five seconds races with clients that are about to send again
  http.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, host, resolve);
  });
  port = (http.address() as AddressInfo).port;
  const ticking = setInterval(() => {
    try {
      engine.tick();
    } catch (error) {
      log.error({ err: error }, 'what is due did not happen');
    }
  }, TICK_MS);
  return {
    url: url(),
    port,
    engine,
    async close() {
      clearInterval(ticking);
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await engine.dispatcher.close();
      store.close();
    },
  };
}

/** The endpoint of the settings: made, moved to where it is now, or taken away. */
function settleEndpoint({ sim }: Engine, webhook: StripeSimulatorOptions['webhook']): void {
  const [known] = sim.world.endpoints.where(({ fixed }) => fixed);
  if (!webhook) {
    if (known) sim.world.endpoints.remove(known.id);
  } else if (known) Object.assign(known, webhook);
  else
    sim.world.endpoints.add({
      ...{ id: sim.id('we', 24), created: sim.now(), ...webhook, events: ['*'], enabled: true },
      ...{ description: 'from the settings', metadata: {}, fixed: true },
    });
}
