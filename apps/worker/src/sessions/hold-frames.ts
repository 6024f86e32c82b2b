import type { WASocket } from '@whiskeysockets/baileys';
import type { StoreLog } from './auth-state.ts';

export type HeldFrames = {
  /** From here on nothing leaves any more. */
  drop(): void;
};

type Wire = {
  send(data: Uint8Array, done?: (error?: Error) => void): void;
  /** The stream below, which the library keeps to itself. */
  _socket?: { cork(): void; uncork(): void } | null;
};

/**
 * Lets a frame leave only when every key that was moved before it is stored: receipts after the ratchet and the plaintext they
 * acknowledge, stanzas after the ratchet that sealed them. The client goes on meanwhile, so what many messages moved is stored by
 * one transaction. It is told that a held frame was written, which never meant more than that the system had taken it; when a
 * write fails, the frames that waited for it are dropped and the socket ends, as if the connection had been lost before them.
 */
export function holdFrames(socket: Pick<WASocket, 'ws'>, log: StoreLog, onFailure: () => void): HeldFrames {
  const wire = (socket.ws as unknown as { socket: Wire }).socket;
  const write = wire.send.bind(wire);
  let held: { data: Uint8Array; after: number }[] = [];
  let isDropped = false;
  wire.send = (data, done) => {
    if (isDropped) return void process.nextTick(() => done?.(new Error('The socket of these frames has ended.')));
    const after = log.asked();
    if (held.length === 0 && after === log.stored()) return write(data, done);
    held.push({ data, after });
    process.nextTick(() => done?.());
  };
  const release = (): void => {
    const stored = log.stored();
    let n = 0;
    while (n < held.length && (held[n] as (typeof held)[number]).after <= stored) n += 1;
    if (n === 0) return;
    const ready = held;
    held = ready.splice(n);
    // many frames, one call of the system
    wire._socket?.cork();
    for (const { data } of ready) write(data);
    wire._socket?.uncork();
  };
  const drop = (): void => {
    isDropped = true;
    held = [];
    quit();
  };
  const quit = log.listen({
    onStored: release,
    onFailed() {
      drop();
      onFailure();
    },
  });
  return { drop };
}
