import type { IncomingMessage, ServerResponse } from 'node:http';

/** Placeholder until the page is laid out. */
export function servePage(_token: string, _path: string, _request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404).end();
}
