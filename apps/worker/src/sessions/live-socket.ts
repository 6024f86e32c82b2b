import type { Held } from '@recado/core/kernel';
import {
  type BinaryNode,
  type ConnectionState,
  type WAMessage,
  WAMessageStubType,
  type WASocket,
} from '@whiskeysockets/baileys';
import type { Services } from '../services.ts';
import type { AuthState } from './auth-state.ts';
import { holdFrames } from './hold-frames.ts';
import { openSocket, type SharedCaches } from './open-socket.ts';
import type { EndCause, SocketEnd } from './reconnect-policy.ts';
import { createSocketKeys } from './socket-keys.ts';

export type LiveSocket = {
  readonly socket: WASocket;
  isOpen(): boolean;
  /** Ends the socket; the cause decides what follows. */
  end(because: EndCause): void;
  /** Resolves once, when the socket has ended for whatever reason and its last write is over. */
  readonly ended: Promise<SocketEnd>;
  /** Since when the server has said nothing, in ms. */
  silentFor(): number;
};

type Listeners = {
  onQr(qr: string): void;
  /** The phone has entered our code. */
  onCodeEntered(): void;
  onPaired(): void;
  onOpen(): void;
  /** Everything that waited on the server was delivered. */
  onCaughtUp(): void;
  /** Resolves when what could not be read has its place among what comes after it. */
  onStub(message: WAMessage): Promise<void>;
};

const GOODBYE_MS = 400;

/** One connection from its opening to its end, with the client's events reduced to what the session decides on. */
export function startLiveSocket(
  services: Services,
  held: Held,
  auth: AuthState,
  caches: SharedCaches,
  listeners: Listeners,
): LiveSocket {
  // A message that met a missing database is not refused but left unanswered: the server gives it, and those behind it, again and
  // in order. Refused, it would be asked for anew and come after them, if it came at all.
  const onStoreFailure = (): void => {
    if (because === undefined) live.end('storage');
    cut(socket);
  };
  const view = createSocketKeys(auth.keys, onStoreFailure);
  const { creds, drained } = auth;
  let stubs: Promise<unknown> = Promise.resolve();
  const placed = () => stubs;
  const socket = openSocket(services, held, { creds, keys: view.keys, drained, onStoreFailure, placed }, caches);
  const frames = holdFrames(socket, auth.log, () => {
    view.shut();
    onStoreFailure();
  });
  let isOpen = false;
  let because: EndCause | undefined;
  let heardAt = performance.now();
  let finish: (end: SocketEnd) => void = () => {};
  const ended = new Promise<SocketEnd>((resolve) => {
    finish = resolve;
  });
  socket.ws.on('frame', () => {
    heardAt = performance.now();
  });
  socket.ws.on('CB:notification,type:link_code_companion_reg', (_node: BinaryNode) => listeners.onCodeEntered());
  socket.ev.on('creds.update', () => auth.saveCreds());
  socket.ev.on('messages.upsert', ({ messages }) => {
    // what a dying socket could not read is given again
    if (because !== undefined) return;
    for (const message of messages)
      if (message.messageStubType === WAMessageStubType.CIPHERTEXT) {
        const place = listeners.onStub(message);
        stubs = stubs.then(() => place);
      }
  });
  socket.ev.on('groups.update', (groups) => {
    for (const group of groups) if (group.id) caches.groups.del(group.id);
  });
  socket.ev.on('group-participants.update', (update) => caches.groups.del(update.id));
  socket.ev.on('connection.update', (update: Partial<ConnectionState>) => {
    if (update.qr) listeners.onQr(update.qr);
    if (update.isNewLogin) listeners.onPaired();
    if (update.receivedPendingNotifications) listeners.onCaughtUp();
    if (update.connection === 'open') {
      isOpen = true;
      listeners.onOpen();
    }
    if (update.connection === 'close') {
      isOpen = false;
      const error = update.lastDisconnect?.error as ClientError | undefined;
      const given = error?.data?.expire;
      const end: SocketEnd = {
        code: error?.output?.statusCode ?? 428,
        isPaired: auth.isPaired(),
        ...(given && Number(given) > 0 ? { expireSeconds: Number(given) } : {}),
        ...(because ? { because } : {}),
      };
      frames.drop();
      void Promise.all([view.close(), auth.drained()]).then(() => finish(end));
    }
  });
  const live: LiveSocket = {
    socket,
    isOpen: () => isOpen && because === undefined,
    end(cause) {
      because ??= cause;
      isOpen = false;
      void socket.end(undefined);
      // the client waits half a minute for a dead server to say goodbye
      setTimeout(() => cut(socket), cause === 'lost' ? 0 : GOODBYE_MS).unref();
    },
    ended,
    silentFor: () => performance.now() - heardAt,
  };
  return live;
}

/** The client's error carries the status as an HTTP-like code, and what the server gave. */
type ClientError = Error & { output?: { statusCode?: number }; data?: { expire?: string } };

/** Ends the connection below the client, which keeps it to itself. */
function cut(socket: WASocket): void {
  (socket.ws as unknown as { socket: { terminate(): void } | null }).socket?.terminate();
}
