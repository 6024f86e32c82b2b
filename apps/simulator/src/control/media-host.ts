import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Network } from '../protocol/network.ts';
import { readBody } from './read-body.ts';

const UPLOAD_LIMIT = 120_000_000;

/** The media host that clients upload to and download from; it sees ciphertext only, as WhatsApp's does. */
export async function serveMedia(
  network: Network,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'POST' && url.pathname.startsWith('/mms/')) {
    const body = await readBody(request, UPLOAD_LIMIT);
    if (!body) return end(response, 413, 'too large');
    const path = `/v/${network.random.hex(16)}`;
    network.media.put(path, body);
    return end(
      response,
      200,
      JSON.stringify({ url: `http://${network.authority()}${path}`, direct_path: path }),
      'application/json',
    );
  }
  const body = request.method === 'GET' ? network.media.get(url.pathname) : undefined;
  if (!body) return end(response, 404, 'not found');
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': body.length });
  response.end(body);
}

function end(response: ServerResponse, status: number, body: string, type = 'text/plain'): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}
