import type { IncomingMessage } from 'node:http';
import { StripeError } from './stripe-error.ts';

const LARGEST = 1_000_000;

/** The text of a request's body; refused when it is larger than any call of the API. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    size += (part as Buffer).length;
    if (size <= LARGEST) parts.push(part as Buffer);
  }
  if (size > LARGEST) throw new StripeError(413, { message: 'The request is too large.' });
  return Buffer.concat(parts).toString('utf8');
}
