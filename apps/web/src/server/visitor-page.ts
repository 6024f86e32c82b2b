import type { IncomingMessage, ServerResponse } from 'node:http';
import type { House } from './services.ts';

/** The page of every link, the same whatever its id: no secret reaches it, and it says nothing about whether the link exists. */
export function serveVisitorPage(
  _house: House,
  _request: IncomingMessage,
  response: ServerResponse,
  page: { path: string; locale: string },
): void {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><html lang="${page.locale}"><head><meta charset="utf-8"><title></title></head><body></body></html>`,
  );
}
