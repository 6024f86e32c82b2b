import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isSame } from '@recado/runtime/crypto';
import { isLoopbackHost } from '@recado/runtime/loopback';
import { z } from 'zod';
import { UnknownFault } from '../faults/apply-fault.ts';
import { servePage, TOKEN_COOKIE } from '../page/serve-page.ts';
import { PairingError } from '../protocol/complete-pairing.ts';
import type { Network } from '../protocol/network.ts';
import { streamEvents } from './event-stream.ts';
import { serveMedia } from './media-host.ts';
import { ControlError, type Operations } from './operations.ts';
import { readBody } from './read-body.ts';

export type HttpParts = {
  network: Network;
  operations: Operations;
  token: string;
  info(): { wsUrl: string; root: string; port: number };
};

const CONTROL_BODY_LIMIT = 150_000_000;

/** The simulator's web side: the page, the media host and the control API. Every request must name loopback. */
export function createHttpHandler(parts: HttpParts): RequestListener {
  return (request, response) => {
    handle(parts, request, response).catch((error) => fail(parts.network, response, error));
  };
}

async function handle(parts: HttpParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isLoopbackHost(request.headers.host))
    return reply(response, 421, { error: 'The simulator answers on loopback names only.' });
  const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
  if (url.pathname.startsWith('/mms/') || url.pathname.startsWith('/v/'))
    return serveMedia(parts.network, url, request, response);
  if (url.pathname === '/health') return reply(response, 200, { ok: true });
  if (!url.pathname.startsWith('/control/')) return servePage(parts.token, url.pathname, request, response);
  if (!isAllowed(parts.token, url, request))
    return reply(response, 401, { error: 'The control API needs its bearer token.' });

  const name = url.pathname.slice('/control/'.length);
  if (name === 'events') return streamEvents(parts.network, response);
  if (name === 'media') return sendAttachment(parts, url, response);
  const route = routes(parts)[`${request.method} ${name}`];
  if (!route) return reply(response, 404, { error: `There is no ${request.method} ${name}.` });
  const input = request.method === 'POST' ? await readJson(request) : Object.fromEntries(url.searchParams);
  const result = await route(input);
  parts.network.store.commit();
  reply(response, 200, result ?? {});
}

// each operation checks its input by its own schema
// biome-ignore lint/suspicious/noExplicitAny: what came over the wire has no type yet
type Route = (input: any) => unknown;

function routes({ operations, info }: HttpParts): Record<string, Route> {
  return {
    'GET info': info,
    'GET accounts': operations.accounts,
    'POST accounts': operations.addAccount,
    'GET customers': operations.customers,
    'POST customers': operations.addCustomer,
    'POST groups': operations.addGroup,
    'GET pairings': operations.pairings,
    'POST scan': operations.scan,
    'POST pair-code': operations.pairCode,
    'POST send': operations.send,
    'POST burst': operations.burst,
    'GET chats': operations.chats,
    'GET messages': operations.messages,
    'POST read': operations.read,
    'POST settings': operations.settings,
    'POST faults': operations.fault,
    'POST history': operations.importHistory,
    'DELETE devices': operations.removeDevice,
  };
}

/** The bearer token, or the page's cookie when the request comes from our own page. */
function isAllowed(token: string, url: URL, request: IncomingMessage): boolean {
  const { authorization = '', cookie = '', origin } = request.headers;
  if (isSame(authorization, `Bearer ${token}`)) return true;
  const kept = cookie.split(/;\s*/).find((part) => part.startsWith(`${TOKEN_COOKIE}=`));
  // cookies do not know ports, so a page on another port of this machine would carry ours along
  const isOwnPage = origin === undefined || origin === url.origin;
  return isOwnPage && kept !== undefined && isSame(kept.slice(TOKEN_COOKIE.length + 1), token);
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request, CONTROL_BODY_LIMIT);
  if (!body) throw new ControlError(413, 'That is too large.');
  try {
    return body.length ? JSON.parse(body.toString()) : {};
  } catch {
    throw new ControlError(400, 'The body is not JSON.');
  }
}

async function sendAttachment({ operations }: HttpParts, url: URL, response: ServerResponse): Promise<void> {
  const { account = '', id = '' } = Object.fromEntries(url.searchParams);
  const { bytes, mime, name } = await operations.media({ account, id });
  // shown in place only when it cannot run anything
  const isPlain = /^(image\/(png|jpeg|webp|gif)|audio\/|video\/)/.test(mime);
  response.writeHead(200, {
    'content-type': isPlain ? mime : 'application/octet-stream',
    'content-disposition': isPlain
      ? 'inline'
      : `attachment; filename*=UTF-8''${encodeURIComponent(name || 'documento')}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  });
  response.end(bytes);
}

function fail(network: Network, response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  const [status, body] = explain(error);
  if (status === 500) network.log.error({ err: error }, 'control request failed');
  reply(response, status, body);
}

function explain(error: unknown): [status: number, body: { error: string; code?: string }] {
  if (error instanceof ControlError) return [error.status, { error: error.message }];
  if (error instanceof PairingError) return [409, { error: error.message, code: error.code }];
  if (error instanceof UnknownFault) return [400, { error: error.message }];
  if (error instanceof z.ZodError) return [400, { error: z.prettifyError(error) }];
  return [500, { error: error instanceof Error ? error.message : 'unknown' }];
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
