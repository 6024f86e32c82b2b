import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@recado/runtime/logger';
import type { Refusals } from './refusals.ts';

/** What the engines send at most: the state of a run with its events. */
export const BODY_LIMIT = 4 * 1024 * 1024;

export type Listening = { readonly port: number; close(): Promise<void> };
type Handler = (request: Request) => Promise<Response>;

/**
 * A plain server in front of handlers that speak fetch. `route` picks the handler of a path; what nobody takes is not found. Bodies
 * end at 4 MB, and slow ones in time.
 */
export async function listen(options: {
  port: number;
  host: string | undefined;
  route(path: string): Handler | null;
  refusals: Refusals;
  log: Logger;
}): Promise<Listening> {
  const server = createServer((request, response) => void serve(options, request, response));
  server.headersTimeout = 20_000;
  server.requestTimeout = 60_000;
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, options.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

async function serve(
  { route, refusals, log }: Parameters<typeof listen>[0],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = URL.parse(request.url ?? '/', 'http://jobs.local');
  // an address with two slashes names another host
  const handler = url?.host === 'jobs.local' ? route(url.pathname) : null;
  if (!url || !handler) {
    refusals.note('notFound', { path: url?.pathname });
    return refuse(response, 404, 'there is nothing here');
  }
  try {
    const body = await readBody(request);
    if (body === null) {
      refusals.note('tooLarge', { path: url.pathname, length: request.headers['content-length'] });
      return refuse(response, 413, `a request may have ${BODY_LIMIT} bytes`);
    }
    await pass(await handler(asFetch(request, url, body)), response);
  } catch (error) {
    log.error({ err: error, path: url.pathname }, 'a request failed');
    refusals.note('failed', { path: url.pathname });
    refuse(response, 500, 'unexpected');
  }
}

function refuse(response: ServerResponse, status: number, error: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // the rest of what was sent is not read: the connection goes with it
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(JSON.stringify({ error, status }));
}

/** The whole body, or null when it is too large; then the rest stays unread. */
function readBody(request: IncomingMessage): Promise<Buffer<ArrayBuffer> | null> {
  return new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) return resolve(null);
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= BODY_LIMIT) return void parts.push(part);
      // paused, not destroyed: the refusal still has to leave by the same connection
      request.pause();
      resolve(null);
    });
    request.once('end', () => resolve(Buffer.concat(parts)));
    request.once('error', reject);
  });
}

function asFetch(request: IncomingMessage, url: URL, body: Buffer<ArrayBuffer>): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const method = request.method ?? 'GET';
  return new Request(url, { method, headers, ...(method === 'GET' || method === 'HEAD' ? {} : { body }) });
}

async function pass(answer: Response, response: ServerResponse): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(body);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
