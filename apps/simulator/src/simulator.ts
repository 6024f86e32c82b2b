import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomToken } from '@recado/runtime/crypto';
import { createLogger, type Logger } from '@recado/runtime/logger';
import { isLoopbackAddress, isLoopbackHost } from '@recado/runtime/loopback';
import { WebSocketServer } from 'ws';
import { createHttpHandler } from './control/http-handler.ts';
import { createOperations, type Operations } from './control/operations.ts';
import { beginTemporaryBan } from './faults/apply-fault.ts';
import { createMediaShelf } from './media/media-shelf.ts';
import { sendMessage } from './phones/send-message.ts';
import { serveConnection } from './protocol/connection.ts';
import { onLogin } from './protocol/login.ts';
import type { Network, NetworkEvents } from './protocol/network.ts';
import { onStanza } from './protocol/on-stanza.ts';
import { catchUpReports } from './protocol/report-status.ts';
import { createRandomness } from './state/randomness.ts';
import { createFileStore, createVolatileStore } from './state/record-store.ts';
import { createWorld } from './state/world.ts';

export type SimulatorOptions = {
  /** 0 takes a free one. */
  port?: number;
  /** A loopback address. */
  host?: string;
  /** The folder of the lasting state; without one it dies with the simulator. */
  data?: string;
  /** Makes ids repeatable. */
  seed?: string;
  /** Bearer token of the control API; a new one when left out. */
  token?: string;
  log?: Logger;
  now?: () => number;
};

/** A running simulator. Its operations are those of the control API. */
export type Simulator = Operations & {
  port: number;
  wsUrl: string;
  httpUrl: string;
  /** The root that a strict client must trust, in hex. */
  rootPublicKey: string;
  token: string;
  events: EventEmitter<NetworkEvents>;
  /** The insides, for tests of the protocol itself. */
  network: Network;
  /** Writes everything down and lets go of the port. */
  close(): Promise<void>;
};

/** Starts a simulated WhatsApp on loopback. Throws when the host is not loopback or the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopbackAddress(host)) throw new Error(`The simulator serves this machine only; "${host}" is not loopback.`);
  const store = options.data ? createFileStore(options.data) : createVolatileStore();
  const now = options.now ?? Date.now;
  const events = new EventEmitter<NetworkEvents>();
  events.setMaxListeners(0);
  const world = createWorld(store, now, (message) => events.emit('message', message));
  const token = options.token ?? randomToken();
  const timers = new Set<NodeJS.Timeout>();
  let port = 0;

  const later = (milliseconds: number, job: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      job();
      store.commit();
    }, milliseconds);
    timers.add(timer);
  };
  const network: Network = {
    world,
    store,
    random: createRandomness(options.seed, world.run),
    now,
    log: options.log ?? createLogger({ name: 'simulator', level: 'silent' }),
    events,
    connections: new Set(),
    references: new Map(),
    media: createMediaShelf(options.data),
    authority: () => `127.0.0.1:${port}`,
    later,
    pause: (milliseconds) =>
      milliseconds > 0 ? new Promise((resolve) => later(milliseconds, resolve)) : Promise.resolve(),
  };
  store.commit();

  const operations = createOperations(network);
  const info = () => ({ wsUrl: `ws://127.0.0.1:${port}/ws/chat`, root: world.pki.rootPublic.toString('hex'), port });
  const http = createServer(createHttpHandler({ network, operations, token, info }));
  // the default of five seconds races with clients that are about to send again
  http.keepAliveTimeout = 120_000;
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  http.on('upgrade', (request, socket, head) => {
    if (!isLoopbackHost(request.headers.host)) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) =>
      serveConnection(network, client, {
        onLogin: (connection, payload) => onLogin(network, connection, payload),
        onStanza: (connection, stanza) => onStanza(network, connection, stanza),
      }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, host, resolve);
  });
  port = (http.address() as AddressInfo).port;

  answerByThemselves(network);
  for (const account of world.accounts.values()) {
    catchUpReports(network, account);
    if (account.faults.temporaryBan > 0) beginTemporaryBan(network, account);
  }

  return {
    ...operations,
    ...info(),
    httpUrl: `http://127.0.0.1:${port}`,
    rootPublicKey: world.pki.rootPublic.toString('hex'),
    token,
    events,
    network,
    async close() {
      for (const timer of timers) clearTimeout(timer);
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      store.close();
    },
  };
}

// a person needs a moment to answer; without one the answer would overtake the ticks of what it answers
const TYPING_MS = 300;

/** Customers with an automatic answer write it when a new message reaches them. */
function answerByThemselves(network: Network): void {
  network.events.on('arrived', (message) => {
    const account = network.world.accounts.get(message.account);
    const text = account?.manners.autoReply;
    if (!account || !text || account.faults.withholdDelivered || network.world.groups.has(message.chat)) return;
    const { chat, addressing } = message;
    network.later(account.manners.deliverDelayMs + TYPING_MS, () => {
      sendMessage(network, { account, chat, author: chat, text, addressing }).then(
        () => network.store.commit(),
        (error) => network.log.warn({ err: error }, 'automatic answer not sent'),
      );
    });
  });
}
