import type { IncomingMessage } from 'node:http';

/** The raw body of a request; what is more than it may have is not read to its end. Throws what `tooMuch` makes. */
export async function readBody(request: IncomingMessage, most: number, tooMuch: () => Error): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooMuch();
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > most) throw tooMuch();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
