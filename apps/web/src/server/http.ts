import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isHealthy, readHealth } from '@recado/api/health';
import type { Live } from '@recado/api/live';
import { isSignedMedia, serveMedia, takeUpload } from '@recado/api/media';
import { appRouter } from '@recado/api/trpc';
import type { ApiContext, SessionCookies } from '@recado/api/trpc/context';
import { httpStatuses, wireError } from '@recado/api/trpc/errors';
import { identityErrors } from '@recado/core/identity/contract';
import { AppError, type Ctx, type PublicCtx } from '@recado/core/kernel';
import { chooseLocale } from '@recado/i18n';
import { isSame, sha256 } from '@recado/runtime/crypto';
import { isId } from '@recado/runtime/ids';
import { reportError } from '@recado/runtime/telemetry';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { cookieStyle, openCookies, readCookie } from './cookies.ts';
import { addressOf, isOwnHost, isSameOrigin, secure } from './security.ts';
import type { House } from './services.ts';

/** A JSON body: one message of 65,536 characters in the widest encoding, with room for its envelope. */
const BODY_LIMIT = 512 * 1024;
/** A page asks for about ten things at once; hundreds of calls in one request are nobody's page. */
const BATCH_LIMIT = 40;

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type Visit = { pub: PublicCtx; cookies: SessionCookies; personId: string | null; sameOrigin: boolean };

/** The front door: host check, headers, then health, the API, the live stream, files, and everything else is a page. */
export function createFrontDoor(house: House, live: Live, pages: Pages) {
  const { env, log } = house;
  const embedded = env.RECADO_MODE === 'embedded';
  const publicUrl = new URL(env.RECADO_PUBLIC_URL);
  const https = publicUrl.protocol === 'https:';
  const style = cookieStyle(https);
  const visits = new WeakMap<IncomingMessage, Visit>();

  const api = createHTTPHandler({
    router: appRouter,
    basePath: '/api/trpc/',
    maxBodySize: BODY_LIMIT,
    maxBatchSize: BATCH_LIMIT,
    allowMethodOverride: false,
    createContext: ({ req }): ApiContext => {
      const visit = visits.get(req as IncomingMessage) as Visit;
      return { ...visit, identity: house.identity, report: (error) => unexpected(error, visit.pub.requestId) };
    },
  });

  function unexpected(error: unknown, requestId: string): void {
    log.error({ err: error, requestId }, 'unexpected');
    reportError(error, requestId);
  }

  function open(request: IncomingMessage, response: ServerResponse, url: URL): Visit {
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    const { cookies, deviceHash } = openCookies(style, request, response);
    const asked = (request.headers['x-recado-person'] as string | undefined) ?? url.searchParams.get('person');
    return {
      cookies,
      personId: asked && isId(asked) ? asked : null,
      sameOrigin: isSameOrigin(request),
      pub: {
        ...house.base,
        requestId,
        log: log.child({ requestId }),
        locale: chooseLocale(
          readCookie(request.headers.cookie, 'locale') ?? undefined,
          request.headers['accept-language'] ?? null,
        ),
        origin: {
          address: addressOf(request, env.RECADO_TRUSTED_PROXIES),
          userAgent: request.headers['user-agent'] ?? '',
          deviceHash,
        },
      },
    };
  }

  function tenant(visit: Visit, workspaceId: string): Ctx {
    if (!visit.cookies.token) throw identityErrors.sessionEnded({ reason: 'none' });
    const { origin: _origin, ...base } = visit.pub;
    return {
      ...base,
      workspaceId,
      door: { kind: 'session', tokenHash: sha256(visit.cookies.token), personId: visit.personId ?? undefined },
    };
  }

  function refuse(response: ServerResponse, error: unknown, requestId: string): void {
    if (!(error instanceof AppError) && wireError(error, '').code === 'internal.unexpected')
      unexpected(error, requestId);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const wire = wireError(error, requestId);
    const status =
      error instanceof AppError ? httpStatuses[error.kind] : wire.code === 'kernel.unavailable' ? 503 : 500;
    // the rest of a refused upload is not read: the connection goes with it
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      connection: 'close',
    });
    response.end(JSON.stringify({ error: wire }));
  }

  async function health(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    response.setHeader('cache-control', 'no-store');
    if (url.pathname === '/health') {
      const good = await isHealthy(house.db);
      response.writeHead(good ? 200 : 503, { 'content-type': 'text/plain' }).end(good ? 'ok' : 'not ok');
      return;
    }
    const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (!env.RECADO_HEALTH_KEY || !key || !isSame(key, env.RECADO_HEALTH_KEY)) {
      response.writeHead(404).end();
      return;
    }
    const figures = await readHealth(house.db);
    const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
    response.writeHead(figures ? 200 : 503, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        database: figures !== null,
        ...figures,
        liveStreams: live.size(),
        memoryMb: memory,
        release: env.RECADO_RELEASE,
      }),
    );
  }

  return async function frontDoor(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOwnHost(request.headers.host, { embedded, publicHost: publicUrl.host })) {
      response.writeHead(421, { 'content-type': 'text/plain' }).end('This server does not answer to that name.');
      return;
    }
    secure(request, response, { https });
    const url = URL.parse(request.url ?? '/', 'http://local');
    // an absolute address, or one with two slashes, names another host, which redirects would repeat
    if (url?.host !== 'local') {
      response.writeHead(400, { 'content-type': 'text/plain' }).end('That is no address.');
      return;
    }
    if (url.pathname === '/health' || url.pathname === '/health/details') return await health(request, response, url);
    const visit = open(request, response, url);
    try {
      if (url.pathname.startsWith('/api/trpc/')) {
        response.setHeader('cache-control', 'no-store');
        visits.set(request, visit);
        await api(request, response);
      } else if (url.pathname === '/live') {
        const workspaceId = url.searchParams.get('workspace') ?? '';
        if (!isId(workspaceId)) throw new AppError('kernel.workspaceNotFound', 'NOT_FOUND');
        const { door: _door, workspaceId: _id, ...base } = tenant(visit, workspaceId);
        await live.serve(
          base,
          {
            token: visit.cookies.token as string,
            personId: visit.personId,
            workspaceId,
            cursor: url.searchParams.get('cursor'),
          },
          response,
        );
      } else if (url.pathname === '/media' && request.method === 'POST') {
        if (!visit.sameOrigin) throw identityErrors.crossSite();
        const ctx = tenant(visit, workspaceOf(url.searchParams.get('workspace')));
        const file = { name: url.searchParams.get('name') ?? 'archivo', voice: url.searchParams.get('voice') === '1' };
        const media = await takeUpload(ctx, request, file);
        response
          .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
          .end(JSON.stringify(media));
      } else if (url.pathname.startsWith('/media/') && (request.method === 'GET' || request.method === 'HEAD')) {
        const [, , workspaceId = '', mediaId = ''] = url.pathname.split('/');
        if (
          !isId(workspaceId) ||
          !isId(mediaId) ||
          !isSignedMedia(house.keyring, workspaceId, mediaId, url.searchParams, new Date())
        ) {
          throw new AppError('conversations.mediaNotFound', 'NOT_FOUND');
        }
        await serveMedia(tenant(visit, workspaceId), mediaId, request, response);
      } else {
        await pages(request, response);
      }
    } catch (error) {
      refuse(response, error, visit.pub.requestId);
    }
  };
}

function workspaceOf(text: string | null): string {
  if (!text || !isId(text)) throw new AppError('kernel.workspaceNotFound', 'NOT_FOUND');
  return text;
}
