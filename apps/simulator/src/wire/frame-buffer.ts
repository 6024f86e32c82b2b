/** Cuts a byte stream into frames. WebSocket messages and frames do not line up: one may hold several or half of one. */
export type FrameBuffer = {
  /** The "WA" header, which the handshake hashes; undefined until it has arrived. */
  header(): Buffer | undefined;
  /** The edge routing bytes that a returning client sends before the header. */
  routing(): Buffer | undefined;
  /** Takes more bytes and returns the frames they complete; throws when the stream is not a WhatsApp one. */
  push(bytes: Buffer): Buffer[];
};

const ROUTING_PREFIX = 7;
const LARGEST_FRAME = 16 * 1024 * 1024 - 1;

/** A fresh buffer for one connection. */
export function createFrameBuffer(): FrameBuffer {
  let pending: Buffer = Buffer.alloc(0);
  let header: Buffer | undefined;
  let routing: Buffer | undefined;

  function takeHeader(): boolean {
    let start = 0;
    if (pending.toString('latin1', 0, 2) === 'ED') {
      if (pending.length < ROUTING_PREFIX) return false;
      start = ROUTING_PREFIX + pending.readUIntBE(4, 3);
    }
    if (pending.length < start + 4) return false;
    if (start > 0) routing = Buffer.from(pending.subarray(ROUTING_PREFIX, start));
    header = Buffer.from(pending.subarray(start, start + 4));
    pending = pending.subarray(start + 4);
    if (header.toString('latin1', 0, 2) !== 'WA') throw new Error('The stream does not begin with a WA header.');
    return true;
  }

  return {
    header: () => header,
    routing: () => routing,
    push(bytes) {
      pending = pending.length ? Buffer.concat([pending, bytes]) : bytes;
      if (!header && (pending.length < 2 || !takeHeader())) return [];
      const frames: Buffer[] = [];
      while (pending.length >= 3) {
        const length = pending.readUIntBE(0, 3);
        if (pending.length < length + 3) break;
        frames.push(pending.subarray(3, length + 3));
        pending = pending.subarray(length + 3);
      }
      return frames;
    },
  };
}

/** Puts the three-byte length before a frame. */
export function frame(body: Uint8Array): Buffer {
  if (body.length > LARGEST_FRAME) throw new Error('A frame holds at most 16 MB.');
  const framed = Buffer.alloc(3 + body.length);
  framed.writeUIntBE(body.length, 0, 3);
  framed.set(body, 3);
  return framed;
}
