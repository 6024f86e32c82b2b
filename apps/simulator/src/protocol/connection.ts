import type { proto } from '@whiskeysockets/baileys';
import type { WebSocket } from 'ws';
import type { Device } from '../state/people.ts';
import { createFrameBuffer, frame } from '../wire/frame-buffer.ts';
import { type BinaryNode, node } from '../wire/nodes.ts';
import { createHandshake, type Transport } from '../wire/noise-responder.ts';
import { announceDevice, type Network } from './network.ts';
import type { OfflineDrain } from './offline-drain.ts';
import type { CodePairing } from './pair-by-code.ts';

/** One client's connection, from its first byte to its close. */
export type Connection = {
  /** The static key the client proved in the handshake. */
  clientStatic: Buffer;
  /** What an unpaired client registered. */
  registration: proto.ClientPayload.IDevicePairingRegistrationData | undefined;
  /** Since when it waits for a phone, in milliseconds. */
  waitingSince: number;
  code: CodePairing | undefined;
  device: Device | undefined;
  /** Whether new stanzas may go out as they come: after the backlog, never before. */
  live: boolean;
  drain: OfflineDrain | undefined;
  /** The edge routing bytes this client brought back. */
  routing(): Buffer | undefined;
  /** Queues a stanza for writing; everything it rests on is committed first. */
  send(stanza: BinaryNode): void;
  /** Sends a request and resolves with the client's result. Never await it while handling a stanza. */
  ask(stanza: BinaryNode): Promise<BinaryNode>;
  /** Hands a result to whoever asked. */
  answered(result: BinaryNode): void;
  nextId(): string;
  /** Ends the stream with a reason the client sees. */
  endStream(attrs: Record<string, string>, cause?: BinaryNode): void;
  /** Refuses a login. */
  fail(attrs: Record<string, string>): void;
  /** Cuts the line without a word. */
  cut(): void;
};

// the frame with the reason must leave before the socket closes, or the client sees only a lost connection
const CLOSE_DELAY_MS = 20;

export type ConnectionHandlers = {
  onLogin(connection: Connection, payload: proto.ClientPayload): void | Promise<void>;
  onStanza(connection: Connection, stanza: BinaryNode): void | Promise<void>;
};

/** Serves one socket until it closes. A stanza that cannot be handled is logged and skipped, never fatal. */
export function serveConnection(network: Network, socket: WebSocket, handlers: ConnectionHandlers): void {
  const frames = createFrameBuffer();
  const handshake = createHandshake(network.world.pki);
  const asked = new Map<string, (result: BinaryNode) => void>();
  const outgoing: BinaryNode[] = [];
  let transport: Transport | undefined;
  let greeted = false;
  let flushPlanned = false;
  let requests = 0;
  let work: Promise<void> = Promise.resolve();

  const isSwallowed = () => connection.device?.account.faults.blackhole === true;

  function flush(): void {
    flushPlanned = false;
    if (outgoing.length === 0 || !transport) return;
    const stanzas = outgoing.splice(0);
    network.store.commit();
    if (socket.readyState !== socket.OPEN) return;
    const sealing = transport;
    socket.send(Buffer.concat(stanzas.map((stanza) => frame(sealing.seal(stanza)))));
  }

  const closeSoon = () => {
    flush();
    network.later(CLOSE_DELAY_MS, () => socket.close());
  };

  const connection: Connection = {
    clientStatic: Buffer.alloc(0),
    registration: undefined,
    waitingSince: network.now(),
    code: undefined,
    device: undefined,
    live: false,
    drain: undefined,
    routing: frames.routing,
    send(stanza) {
      if (isSwallowed()) return;
      outgoing.push(stanza);
      if (flushPlanned) return;
      flushPlanned = true;
      setImmediate(flush);
    },
    ask(stanza) {
      return new Promise((resolve) => {
        asked.set(stanza.attrs.id ?? '', resolve);
        connection.send(stanza);
      });
    },
    answered(result) {
      const id = result.attrs.id ?? '';
      asked.get(id)?.(result);
      asked.delete(id);
    },
    nextId: () => `sim-${++requests}-${network.random.hex(3)}`,
    endStream(attrs, cause) {
      connection.live = false;
      outgoing.push(node('stream:error', attrs, cause ? [cause] : undefined), node('xmlstreamend'));
      closeSoon();
    },
    fail(attrs) {
      outgoing.push(node('failure', attrs));
      closeSoon();
    },
    cut: () => socket.terminate(),
  };

  async function onBytes(bytes: Buffer): Promise<void> {
    for (const body of frames.push(bytes)) {
      if (transport) {
        const stanza = await transport.open(body);
        if (isSwallowed()) continue;
        try {
          await handlers.onStanza(connection, stanza);
        } catch (error) {
          network.log.warn({ err: error, stanza: stanza.tag, id: stanza.attrs.id }, 'stanza not handled');
        }
      } else if (greeted) {
        const { payload, clientStatic, transport: established } = handshake.finish(body);
        transport = established;
        connection.clientStatic = clientStatic;
        await handlers.onLogin(connection, payload);
      } else {
        greeted = true;
        socket.send(frame(handshake.answerHello(frames.header() as Buffer, body)));
      }
    }
  }

  network.connections.add(connection);
  socket.on('message', (data) => {
    const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data as ArrayBuffer);
    work = work
      .then(() => onBytes(bytes))
      .catch((error) => {
        // a broken frame leaves the cipher's counters out of step: nothing more can be read on this line
        network.log.warn({ err: error }, 'connection unreadable');
        socket.terminate();
      });
  });
  socket.on('error', () => {});
  socket.on('close', () => {
    network.connections.delete(connection);
    connection.live = false;
    for (const [reference, owner] of network.references) if (owner === connection) network.references.delete(reference);
    if (connection.registration) network.events.emit('pairing');
    const { device } = connection;
    if (device?.connection !== connection) return;
    device.connection = undefined;
    announceDevice(network, device, 'offline');
  });
}
