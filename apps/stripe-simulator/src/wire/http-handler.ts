import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { isSame } from '@recado/runtime/crypto';
import { isLoopbackHost } from '@recado/runtime/loopback';
import { answerControl } from '../control/answer-control.ts';
import type { Engine } from '../engine.ts';
import { servePages } from '../pages/serve-pages.ts';
import { answerApi } from './answer-api.ts';
import { answerVies } from './answer-vies.ts';
import { readBody } from './read-body.ts';
import { StripeError } from './stripe-error.ts';

/** The API at /v1, the control at /_sim, and the pages. Every request must name loopback. */
export function createHttpHandler(engine: Engine, key: string): RequestListener {
  return (request, response) => {
    handle(engine, key, request, response).catch((error) => {
      if (response.headersSent) return void response.end();
      if (!(error instanceof StripeError)) engine.log.error({ err: error }, 'a request failed');
      const [status, body] =
        error instanceof StripeError
          ? [error.status, error.body]
          : [500, { type: 'api_error', message: 'The simulator failed.' }];
      json(response, status, { error: body });
    });
  };
}

async function handle(engine: Engine, key: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isLoopbackHost(request.headers.host))
    return json(response, 421, { error: { message: 'The simulator answers on loopback names only.' } });
  const { method = 'GET', headers } = request;
  const url = new URL(request.url ?? '/', `http://${headers.host}`);
  if (url.pathname === '/health') return json(response, 200, { ok: true });
  engine.tick();
  if (url.pathname.startsWith('/v1/')) {
    const answer = answerApi(engine, key, { method, url, headers, body: await readBody(request) });
    response.writeHead(answer.status, answer.headers);
    response.end(answer.body);
    return;
  }
  if (method === 'POST' && url.pathname === '/vies/rest-api/check-vat-number') {
    const { status, body } = answerVies(engine, await readBody(request));
    return json(response, status, body);
  }
  if (url.pathname.startsWith('/_sim/')) {
    if (!isSame(headers.authorization ?? '', `Bearer ${key}`))
      throw new StripeError(401, { message: 'The control takes the secret key as its bearer token.' });
    const read = async (): Promise<unknown> => {
      const text = await readBody(request);
      try {
        return text ? JSON.parse(text) : {};
      } catch {
        throw new StripeError(400, { message: 'The body is not JSON.' });
      }
    };
    return json(response, 200, await answerControl(engine, method, url.pathname.slice('/_sim/'.length), read));
  }
  return servePages(engine, url, request, response);
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(body));
}
