import '@recado/runtime/silence-console';
import https from 'node:https';
import net from 'node:net';
import { createLogger } from '@recado/runtime/logger';
import {
  type AuthenticationState,
  type ConnectionState,
  initAuthCreds,
  makeWASocket,
  type SignalDataSet,
  type SignalDataTypeMap,
  type UserFacingSocketConfig,
  type WAMessage,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Simulator } from '../simulator.ts';
import { until } from './until.ts';

/** A linked app in a test: the real client, its credentials and what it heard. */
export type TestClient = {
  socket: WASocket;
  auth: AuthenticationState;
  messages: { type: string; message: WAMessage }[];
  updates: { id: string; status: number | undefined }[];
  acks: { id: string; error: string | undefined }[];
  history: { chats: number; messages: WAMessage[]; progress: number | null | undefined }[];
  closed: { code: number | undefined }[];
  /** Resolves when the connection is open; throws when it closes instead. */
  opened(): Promise<void>;
  /** Resolves with the status code the connection closed with. */
  closedWith(): Promise<number | undefined>;
  /** The furthest status the app has heard of a message it sent; it may come with the message or after it. */
  status(id: string): number | undefined;
  /** Messages that carry content of a person, not of the protocol. */
  texts(): string[];
  end(): void;
};

/** Credentials and keys in memory, written like a database would: serialised on every set. */
export function memoryAuth(): AuthenticationState {
  const kept = new Map<string, unknown>();
  return {
    creds: initAuthCreds(),
    keys: {
      get: async <Kind extends keyof SignalDataTypeMap>(kind: Kind, ids: string[]) => {
        const found: Record<string, SignalDataTypeMap[Kind]> = {};
        for (const id of ids) {
          const value = kept.get(`${kind}/${id}`);
          if (value !== undefined) found[id] = structuredClone(value) as SignalDataTypeMap[Kind];
        }
        return found;
      },
      set: async (data: SignalDataSet) => {
        for (const [kind, values] of Object.entries(data)) {
          for (const [id, value] of Object.entries(values ?? {})) {
            if (value === null || value === undefined) kept.delete(`${kind}/${id}`);
            else kept.set(`${kind}/${id}`, structuredClone(value));
          }
        }
      },
    },
  };
}

/** Baileys uploads to https only; this agent dials the simulator's plain port instead. */
class PlainAgent extends https.Agent {
  override createConnection(options: { host?: string; port?: number | string }) {
    return net.connect({ host: String(options.host), port: Number(options.port) });
  }
}

/** Connects the unmodified client to a simulator. */
export function connectClient(
  wsUrl: string,
  auth: AuthenticationState = memoryAuth(),
  config: Partial<UserFacingSocketConfig> = {},
): TestClient {
  const socket = makeWASocket({
    auth,
    waWebSocketUrl: wsUrl,
    logger: createLogger({ name: 'client', level: 'silent' }) as never,
    fetchAgent: new PlainAgent(),
    retryRequestDelayMs: 10,
    ...config,
  });
  const states: Partial<ConnectionState>[] = [];
  const client: TestClient = {
    socket,
    auth,
    messages: [],
    updates: [],
    acks: [],
    history: [],
    closed: [],
    opened: async () => {
      await until(() => states.some(({ connection }) => connection !== undefined && connection !== 'connecting'));
      const ended = states.find(({ connection }) => connection === 'close');
      if (!states.some(({ connection }) => connection === 'open'))
        throw ended?.lastDisconnect?.error ?? new Error('closed');
    },
    closedWith: async () => {
      await until(() => client.closed.length > 0);
      return client.closed[0]?.code;
    },
    status: (id) => {
      const heard = [
        ...client.messages.filter(({ message }) => message.key.id === id).map(({ message }) => message.status),
        ...client.updates.filter((update) => update.id === id).map(({ status }) => status),
      ];
      const known = heard.filter((status) => status !== undefined && status !== null);
      return known.length ? Math.max(...known) : undefined;
    },
    texts: () =>
      client.messages.flatMap(({ message }) => {
        const text = message.message?.conversation ?? message.message?.extendedTextMessage?.text;
        return text ? [text] : [];
      }),
    end: () => socket.end(undefined),
  };
  socket.ev.on('connection.update', (update) => {
    states.push(update);
    if (update.connection !== 'close') return;
    const error = update.lastDisconnect?.error as { output?: { statusCode?: number } } | undefined;
    client.closed.push({ code: error?.output?.statusCode });
  });
  socket.ev.on('messages.upsert', ({ type, messages }) => {
    for (const message of messages) if (!message.message?.protocolMessage) client.messages.push({ type, message });
  });
  socket.ev.on('messages.update', (updates) => {
    for (const { key, update } of updates)
      client.updates.push({ id: key.id ?? '', status: update.status ?? undefined });
  });
  socket.ev.on('messaging-history.set', ({ chats, messages, progress }) =>
    client.history.push({ chats: chats.length, messages, progress }),
  );
  socket.ws.on('CB:ack,class:message', ({ attrs }: { attrs: Record<string, string> }) =>
    client.acks.push({ id: attrs.id ?? '', error: attrs.error }),
  );
  return client;
}

/** The QR text an unpaired client shows. */
export async function qrOf(client: TestClient): Promise<string> {
  let qr = '';
  client.socket.ev.on('connection.update', (update) => {
    if (update.qr) qr = update.qr;
  });
  await until(() => qr !== '');
  return qr;
}

/** Links a new client to a number by QR and returns its credentials; its next connection logs in. */
export async function linkClient(simulator: Simulator, number: string): Promise<AuthenticationState> {
  const client = connectClient(simulator.wsUrl);
  const qr = await qrOf(client);
  await simulator.scan({ qr, number });
  await client.closedWith();
  return client.auth;
}

/** Links a new client, logs it in and waits until it is open and has its history. */
export async function openClient(
  simulator: Simulator,
  number: string,
  config: Partial<UserFacingSocketConfig> = {},
): Promise<TestClient> {
  const client = connectClient(simulator.wsUrl, await linkClient(simulator, number), config);
  await client.opened();
  await until(() => client.history.length > 0);
  return client;
}
