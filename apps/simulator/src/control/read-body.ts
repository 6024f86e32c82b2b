import type { IncomingMessage } from 'node:http';

/** The body of a request; undefined when it is larger than the limit, which is noticed while it comes in. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size <= limit) parts.push(part as Buffer);
  }
  return size > limit ? undefined : Buffer.concat(parts);
}
