import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { serveHistory } from '@recado/api/history';
import type { Live } from '@recado/api/live';
import { serveLogo, takeLogo } from '@recado/api/logo';
import { isSignedMedia, serveMedia, takeUpload } from '@recado/api/media';
import { servePhoto, takePhoto } from '@recado/api/photo';
import { createRates, rateClasses } from '@recado/api/rates';
import { appRouter } from '@recado/api/trpc';
import type { ApiContext } from '@recado/api/trpc/context';
import { httpStatuses, wireError } from '@recado/api/trpc/errors';
import { isLive, knowsDevice, requireProof } from '@recado/core/identity';
import { identityErrors } from '@recado/core/identity/contract';
import { AppError, type Ctx } from '@recado/core/kernel';
import { chooseLocale } from '@recado/i18n';
import { isId } from '@recado/runtime/ids';
import { reportError } from '@recado/runtime/telemetry';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { createBillingDoor } from './billing-door.ts';
import { cookieStyle, openCookies, readCookie } from './cookies.ts';
import { createFileDoor } from './file-door.ts';
import { finishOauth, refusedOauth } from './finish-oauth.ts';
import { type FrontDoorRoute, frontDoorRoutes, type RouteName, routeOf } from './front-door-routes.ts';
import { serveOperatorLogo } from './operator-logo.ts';
import { refusePlainHttp } from './refuse-plain-http.ts';
import { addressOf, isOwnHost, isPlainHttp, isSameOrigin, secure } from './security.ts';
import { serveHealth } from './serve-health.ts';
import { serveServiceWorker } from './service-worker.ts';
import type { House } from './services.ts';
import { createSessionKeeper } from './session-keeper.ts';
import { surveyDoor } from './survey-door.ts';
import { createVisitorDoor, type VisitorVisit, visitOf, visitorCookies } from './visitor-door.ts';

/** A JSON body: one message of 65,536 characters in the widest encoding, with room for its envelope. */
const BODY_LIMIT = 512 * 1024;
/** A page asks for about ten things at once; hundreds of calls in one request are nobody's page. */
const BATCH_LIMIT = 40;

type Pages = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
type Visit = VisitorVisit & { personId: string | null };

/** The front door: host check, headers, then health, the API, the live stream, files, and everything else is a page. */
export function createFrontDoor(house: House, live: Live, pages: Pages) {
  const { env, log } = house;
  const embedded = env.RECADO_MODE === 'embedded';
  const publicUrl = new URL(env.RECADO_PUBLIC_URL);
  const https = publicUrl.protocol === 'https:';
  const style = cookieStyle(https);
  const keeper = createSessionKeeper();
  const rates = createRates({ store: house.rates, keyring: house.keyring, log, isOwnMachine: embedded });
  const visits = new WeakMap<IncomingMessage, Visit>();
  /** Of requests that are answered with a new token: its pass. */
  const successors = new WeakMap<IncomingMessage, Buffer>();
  const visitors = createVisitorDoor(house, live, style, unexpected);

  const api = createHTTPHandler({
    router: appRouter,
    basePath: '/api/trpc/',
    maxBodySize: BODY_LIMIT,
    maxBatchSize: BATCH_LIMIT,
    allowMethodOverride: false,
    createContext: ({ req }): ApiContext => {
      const visit = visits.get(req as IncomingMessage) as Visit;
      return {
        ...visit,
        identity: house.identity,
        productName: env.RECADO_PRODUCT_NAME,
        issuers: house.issuers,
        passkeys: house.passkeys,
        till: house.billing && { provider: house.billing, publicUrl: env.RECADO_PUBLIC_URL },
        async renewed() {
          const successor = successors.get(req as IncomingMessage);
          if (successor) await keeper.renewed(visit.pub, visit.cookies, successor);
        },
        refused: () => keeper.refused(visit.pub, visit.cookies.token, visit.cookies.pass),
        report: (error) => unexpected(error, visit.pub.requestId),
      };
    },
  });

  function unexpected(error: unknown, requestId: string): void {
    log.error({ err: error, requestId }, 'unexpected');
    reportError(error, requestId);
  }

  function open(request: IncomingMessage, response: ServerResponse, url: URL): Visit {
    const requestId = randomUUID();
    response.setHeader('x-request-id', requestId);
    const address = addressOf(request, env.RECADO_TRUSTED_PROXIES);
    const opened = openCookies(style, request, response, address);
    const { deviceHash } = opened;
    const visiting = visitOf(url.pathname);
    const cookies = visiting
      ? visitorCookies(style, request, response, visiting.linkId, opened.cookies, address)
      : opened.cookies;
    const asked = (request.headers['x-recado-person'] as string | undefined) ?? url.searchParams.get('person');
    return {
      cookies,
      rates: rates.of(
        {
          address,
          sessionId: cookies.pass?.toString('hex', visiting ? 16 : 0, visiting ? 32 : 16) ?? null,
          // a visitor has neither
          ...(!visiting && {
            vouched: {
              lives: async () => cookies.pass !== null && (await isLive(house.base, cookies.pass)),
              knownDevice: async (subject) =>
                (await knowsDevice(house.base, deviceHash, subject)) ? deviceHash.toString('hex') : null,
            },
          }),
        },
        (headers) => {
          if (!response.headersSent)
            for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        },
      ),
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
          address,
          place: house.places.of(address),
          userAgent: request.headers['user-agent'] ?? '',
          deviceHash,
          isOwnMachine: embedded && (address === '127.0.0.1' || address === '::1'),
        },
      },
    };
  }

  function tenant(visit: Visit, workspaceId: string): Ctx {
    const pass = passOf(visit);
    return {
      ...visit.pub,
      workspaceId,
      door: { kind: 'session', pass, personId: visit.personId ?? undefined },
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

  const routes: Record<
    RouteName,
    (request: IncomingMessage, response: ServerResponse, visit: Visit, url: URL) => Promise<void>
  > = {
    async api(request, response, visit) {
      response.setHeader('cache-control', 'no-store');
      visits.set(request, visit);
      await keeper.place(visit.pub, visit.cookies.pass);
      const successor = await keeper.renew(visit.pub, visit.cookies);
      if (successor) successors.set(request, successor);
      await api(request, response);
    },
    async oauth(_request, response, visit, url) {
      const to = await finishOauth(house.issuers, visit, url, (error) => unexpected(error, visit.pub.requestId));
      sendTo(response, to);
    },
    async live(_request, response, visit, url) {
      const workspaceId = workspaceOf(url.searchParams.get('workspace'));
      const { door: _door, workspaceId: _id, ...base } = tenant(visit, workspaceId);
      const cursor = url.searchParams.get('cursor');
      const pass = visit.cookies.pass as Buffer;
      await live.serve(base, { pass, personId: visit.personId, workspaceId, cursor }, response);
    },
    async upload(request, response, visit, url) {
      if (!visit.sameOrigin) throw identityErrors.crossSite();
      const ctx = tenant(visit, workspaceOf(url.searchParams.get('workspace')));
      const file = { name: url.searchParams.get('name') ?? 'archivo', voice: url.searchParams.get('voice') === '1' };
      const media = await takeUpload(ctx, request, file);
      response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(media));
    },
    async media(request, response, visit, url) {
      const [, , workspaceId = '', mediaId = ''] = url.pathname.split('/');
      const isOurs =
        isId(workspaceId) &&
        isId(mediaId) &&
        isSignedMedia(house.keyring, workspaceId, mediaId, url.searchParams, new Date());
      if (!isOurs) throw new AppError('conversations.mediaNotFound', 'NOT_FOUND');
      await serveMedia(tenant(visit, workspaceId), mediaId, request, response);
    },
    async history(_request, response, visit, url) {
      // a look that leaves a trace, and a file: neither for another site to set off
      if (!visit.sameOrigin) throw identityErrors.crossSite();
      const holder = { pass: visit.cookies.pass, personId: visit.personId };
      await serveHistory(visit.pub, holder, url.pathname, response);
    },
    async ownPhoto(request, response, visit) {
      if (!visit.sameOrigin) throw identityErrors.crossSite();
      const taken = await takePhoto(visit.pub, { pass: passOf(visit), personId: visit.personId }, request);
      response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(taken));
    },
    async photo(request, response, visit, url) {
      const holder = { pass: passOf(visit), personId: visit.personId };
      await servePhoto(visit.pub, holder, url.pathname, request, response);
    },
    async ownLogo(request, response, visit, url) {
      if (!visit.sameOrigin) throw identityErrors.crossSite();
      const taken = await takeLogo(tenant(visit, workspaceOf(url.searchParams.get('workspace'))), request);
      response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(taken));
    },
    async logo(request, response, visit, url) {
      await serveLogo((id) => tenant(visit, id), url.pathname, request, response);
    },
    async operatorLogo(request, response) {
      serveOperatorLogo(house.logo, request, response);
    },
    ...createFileDoor((visit: Visit, id) => tenant(visit, workspaceOf(id))),
    ...visitors,
    ...surveyDoor,
    ...createBillingDoor(house.billing),
    async serviceWorker(_request, response) {
      serveServiceWorker(response, env.RECADO_PRODUCT_NAME);
    },
    page: (request, response) => pages(request, response),
  };

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
    if (url.pathname === '/health' || url.pathname === '/health/details')
      return await serveHealth(house, live, request, response, url.pathname);
    if (isPlainHttp(request, { embedded, publicUrl, trustedProxies: env.RECADO_TRUSTED_PROXIES }))
      return refusePlainHttp(request, response, publicUrl, env.RECADO_PRODUCT_NAME);
    const visit = open(request, response, url);
    const name = routeOf(request.method ?? 'GET', url.pathname);
    try {
      const { rate, asksForProof }: FrontDoorRoute = frontDoorRoutes[name];
      if (rate !== 'of each procedure' && rate !== 'not counted')
        await visit.rates.take(rate, visit.cookies.federation ?? '');
      if (asksForProof) {
        // where a session is used from another country, what asks for a proof asks for a new one
        await keeper.place(visit.pub, visit.cookies.pass);
        await requireProof(visit.pub, passOf(visit), visit.personId);
      }
      // a file that is given to a session ends with it, also half-way
      const { pass } = visit.cookies;
      if (pass && givesFiles.has(name)) live.follow(sessionOf(pass), response, () => isLive(house.base, pass));
      await routes[name](request, response, visit, url);
    } catch (error) {
      if (error instanceof AppError && error.kind === 'UNAUTHENTICATED' && isForSessions(name))
        await visit.rates.settle(false);
      if (error instanceof AppError && error.code === 'identity.sessionEnded')
        await keeper.refused(visit.pub, visit.cookies.token, visit.cookies.pass);
      // somebody comes back from an issuer by this address: they are shown a page, whatever happened
      if (name === 'oauth' && error instanceof AppError) return sendTo(response, refusedOauth(error, visit.cookies));
      refuse(response, error, visit.pub.requestId);
    }
  };
}

const givesFiles: ReadonlySet<RouteName> = new Set<RouteName>([
  ...(['media', 'history', 'auditFile', 'importFaults', 'exportFile', 'archiveFile'] as const),
]);

/** The id of the session that a pass names. */
const sessionOf = (pass: Buffer): string =>
  pass.toString('hex', 0, 16).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

/** Whether a way asks for a session by itself; the API's procedures each tell of theirs. */
function isForSessions(name: RouteName): boolean {
  const { rate }: FrontDoorRoute = frontDoorRoutes[name];
  return rate !== 'of each procedure' && rate !== 'not counted' && ['session', 'caller'].includes(rateClasses[rate].by);
}

function sendTo(response: ServerResponse, path: string): void {
  response.writeHead(303, { location: path, 'cache-control': 'no-store' }).end();
}

function passOf(visit: Visit): Buffer {
  if (!visit.cookies.pass) throw identityErrors.sessionEnded({ reason: 'none' });
  return visit.cookies.pass;
}

function workspaceOf(text: string | null): string {
  if (!text || !isId(text)) throw new AppError('kernel.workspaceNotFound', 'NOT_FOUND');
  return text;
}
