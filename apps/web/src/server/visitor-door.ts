import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Live } from '@recado/api/live';
import { serveLogo } from '@recado/api/logo';
import { isSignedMedia, serveMedia } from '@recado/api/media';
import type { RequestRates } from '@recado/api/rates';
import type { ApiContext, SessionCookies } from '@recado/api/trpc/context';
import { visitorRouter } from '@recado/api/trpc/visitor';
import { exchangeLink, getVisit, readLinkPass, stopNotices } from '@recado/core/access';
import { countConversations, listConversations } from '@recado/core/conversations';
import type { ListConversations } from '@recado/core/conversations/contract';
import { identityErrors } from '@recado/core/identity/contract';
import { AppError, type Ctx, type PublicCtx, parse } from '@recado/core/kernel';
import { workspaceErrors } from '@recado/core/workspaces/contract';
import { isId } from '@recado/runtime/ids';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { z } from 'zod';
import { type CookieStyle, readCookie } from './cookies.ts';
import type { House } from './services.ts';
import { serveVisitorPage } from './visitor-page.ts';

/** A JSON body: one message of 65,536 characters in the widest encoding, with room for its envelope. */
const BODY_LIMIT = 512 * 1024;
/** The rows that the page shows first; the same as its own list asks for. */
const FIRST_ROWS: z.input<typeof ListConversations> = { view: 'waiting', limit: 40 };
/** A secret, a PIN and an id. */
const EXCHANGE_LIMIT = 2_048;
const BATCH_LIMIT = 10;
/** Longer than any link that is in use: each visit renews it, and when a link is over the database alone knows, for it may be prolonged. */
const COOKIE_SECONDS = 400 * 24 * 3600;

/** What every request brings, as the front door read it. */
export type VisitorVisit = { pub: PublicCtx; cookies: SessionCookies; sameOrigin: boolean; rates: RequestRates };

/** The link of an address `/w/<id>/…` and what is asked for there; null for every other address. */
export function visitOf(path: string): { linkId: string; at: string; rest: string } | null {
  const found = /^\/w\/([^/]+)(?:\/([^/]*)(\/.*)?)?$/.exec(path);
  return found ? { linkId: found[1] as string, at: found[2] ?? '', rest: found[3] ?? '' } : null;
}

const nothing = () => {};

/** What a visitor's request presents: the device of this link, whose secret stands for a session's. No session of a person's counts there, and none is set or cleared. */
export function visitorCookies(
  style: CookieStyle,
  request: IncomingMessage,
  response: ServerResponse,
  linkId: string,
  opened: Pick<SessionCookies, 'keepDevice' | 'forgetCaches'>,
  address: string | null,
): SessionCookies {
  const held = readCookie(request.headers.cookie, style.link);
  return {
    ...{ token: null, attempt: null, federation: null },
    pass: readLinkPass(linkId, held, { userAgent: request.headers['user-agent'] ?? '', address }),
    ...{ setAttempt: nothing, setFederation: nothing, withdrawRenewal: nothing, renewSession: () => null },
    setSession: (secret, keepSeconds) =>
      response.appendHeader(
        'set-cookie',
        `${style.link}=${secret}; Path=/w/${linkId}; Max-Age=${keepSeconds ?? COOKIE_SECONDS}; ${style.linkAttributes}`,
      ),
    ...{ keepDevice: opened.keepDevice, forgetCaches: opened.forgetCaches },
    clearSession() {
      response.appendHeader('set-cookie', `${style.link}=; Path=/w/${linkId}; Max-Age=0; ${style.linkAttributes}`);
      opened.forgetCaches();
    },
  };
}

/** The ways of visitors by an access link: the exchange of its secret, its page, and behind its cookie the API, the live stream and files. */
export function createVisitorDoor(
  house: House,
  live: Live,
  style: CookieStyle,
  report: (error: unknown, requestId: string) => void,
) {
  const visits = new WeakMap<IncomingMessage, VisitorVisit>();
  /** The secret that a call came with, for the browser to be told to keep it on. */
  const held = new WeakMap<ApiContext, string | null>();
  const api = createHTTPHandler({
    router: visitorRouter,
    basePath: '/',
    maxBodySize: BODY_LIMIT,
    maxBatchSize: BATCH_LIMIT,
    allowMethodOverride: false,
    createContext: ({ req }): ApiContext => {
      const visit = visits.get(req as IncomingMessage) as VisitorVisit;
      const context: ApiContext = {
        ...visit,
        personId: null,
        identity: house.identity,
        productName: house.env.RECADO_PRODUCT_NAME,
        issuers: house.issuers,
        passkeys: house.passkeys,
        till: null,
        renewed: async () => {},
        refused: async () => {},
        report: (error) => report(error, visit.pub.requestId),
      };
      held.set(context, readCookie((req as IncomingMessage).headers.cookie, style.link));
      return context;
    },
    responseMeta({ ctx, paths, errors, eagerGeneration }) {
      const secret = ctx && held.get(ctx);
      // a visit that was let in: the device is in use
      if (secret && !eagerGeneration && errors.length === 0 && paths?.includes('visit'))
        ctx.cookies.setSession(secret, COOKIE_SECONDS);
      return {};
    },
  });

  /** What a visitor's address may tell, and whom: nobody. */
  function hide(response: ServerResponse): void {
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-robots-tag', 'noindex, nofollow');
    response.setHeader('cache-control', 'no-store');
  }

  const passOf = (visit: VisitorVisit): Buffer => {
    if (!visit.cookies.pass) throw identityErrors.sessionEnded({ reason: 'link' });
    return visit.cookies.pass;
  };

  /** Where the visitor is, asked of the database; whoever asks for another workspace's things gets no other answer than with a dead link. */
  async function enter(visit: VisitorVisit) {
    const pass = passOf(visit);
    const { workspace, linkId } = await getVisit(visit.pub, pass);
    return { pass, base: visit.pub, workspaceId: workspace.id, linkId };
  }

  /** The list as the page opens with it; null when it could not be read now, and the page asks for it itself. */
  async function firstRows(base: PublicCtx, workspaceId: string, pass: Buffer) {
    const ctx: Ctx = { ...base, workspaceId, door: { kind: 'session', pass } };
    try {
      const [rows, counts] = await Promise.all([listConversations(ctx, FIRST_ROWS), countConversations(ctx, {})]);
      return { rows, waiting: counts.waiting };
    } catch (error) {
      report(error, base.requestId);
      return null;
    }
  }

  return {
    async linkExchange(
      request: IncomingMessage,
      response: ServerResponse,
      visit: VisitorVisit,
      url: URL,
    ): Promise<void> {
      hide(response);
      if (!visit.sameOrigin) throw identityErrors.crossSite();
      const brought = { ...Object(await readBody(request, EXCHANGE_LIMIT)), linkId: visitOf(url.pathname)?.linkId };
      const { cookie } = request.headers;
      const held = readCookie(cookie, style.link);
      // whom wrong PINs are counted for: the browser that was given something to be known by, else whoever has its address
      const who = readCookie(cookie, style.device) ?? visit.pub.origin.address ?? '';
      try {
        const opened = await exchangeLink(visit.pub, brought, { held, who });
        visit.cookies.setSession(opened.secret, COOKIE_SECONDS);
        const pass = readLinkPass(opened.linkId, opened.secret, visit.pub.origin);
        // what the page begins with comes along, so that it need not ask
        const begun = await getVisit(visit.pub, pass as Buffer);
        const first = await firstRows(visit.pub, begun.workspace.id, pass as Buffer);
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ visit: begun, first }));
      } catch (error) {
        // wrong PINs are counted for this browser, so it has something to be known by before the first
        const { code } = error as Partial<AppError>;
        if (code === 'access.linkPinNeeded' || code === 'access.linkPinWrong') visit.cookies.keepDevice();
        throw error;
      }
    },
    async linkNotices(
      request: IncomingMessage,
      response: ServerResponse,
      visit: VisitorVisit,
      url: URL,
    ): Promise<void> {
      hide(response);
      if (!visit.sameOrigin) throw identityErrors.crossSite();
      const input = parse(
        z.object({ token: z.string().max(256), again: z.boolean().optional() }),
        await readBody(request, EXCHANGE_LIMIT),
      );
      const stopped = await stopNotices(visit.pub, { ...input, linkId: visitOf(url.pathname)?.linkId ?? '' });
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(stopped));
    },
    async visitorApi(request: IncomingMessage, response: ServerResponse, visit: VisitorVisit, url: URL): Promise<void> {
      hide(response);
      visits.set(request, visit);
      request.url = `${visitOf(url.pathname)?.rest ?? '/'}${url.search}`;
      await api(request, response);
    },
    async visitorLive(
      _request: IncomingMessage,
      response: ServerResponse,
      visit: VisitorVisit,
      url: URL,
    ): Promise<void> {
      hide(response);
      const { base, ...own } = await enter(visit);
      await live.serve(base, { ...own, personId: null, cursor: url.searchParams.get('cursor') }, response);
    },
    async visitorMedia(
      request: IncomingMessage,
      response: ServerResponse,
      visit: VisitorVisit,
      url: URL,
    ): Promise<void> {
      hide(response);
      const { base, pass, workspaceId } = await enter(visit);
      const [, ofWorkspace = '', mediaId = ''] = visitOf(url.pathname)?.rest.split('/') ?? [];
      const isOurs =
        ofWorkspace === workspaceId &&
        isId(mediaId) &&
        isSignedMedia(house.keyring, workspaceId, mediaId, url.searchParams, new Date());
      if (!isOurs) throw new AppError('conversations.mediaNotFound', 'NOT_FOUND');
      const ctx: Ctx = { ...base, workspaceId, door: { kind: 'session', pass } };
      await serveMedia(ctx, mediaId, request, response, 'no-store');
    },
    async visitorLogo(
      request: IncomingMessage,
      response: ServerResponse,
      visit: VisitorVisit,
      url: URL,
    ): Promise<void> {
      hide(response);
      const { base, pass, workspaceId } = await enter(visit);
      const within = (asked: string): Ctx => {
        if (asked !== workspaceId) throw workspaceErrors.logoNotFound();
        return { ...base, workspaceId, door: { kind: 'session', pass } };
      };
      await serveLogo(within, `/logo${visitOf(url.pathname)?.rest}`, request, response);
    },
    async visitorPage(
      request: IncomingMessage,
      response: ServerResponse,
      visit: VisitorVisit,
      url: URL,
    ): Promise<void> {
      hide(response);
      const isKnown = readCookie(request.headers.cookie, style.link) !== null;
      serveVisitorPage(house, request, response, { path: url.pathname, locale: visit.pub.locale, isKnown });
    },
  };
}

/** A small JSON body; whatever is none is an empty object, which its verb refuses. */
async function readBody(request: IncomingMessage, limit: number): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    bytes += (part as Buffer).length;
    if (bytes > limit) throw new AppError('kernel.invalidInput', 'INVALID', { field: '', because: 'tooLong' });
    parts.push(part as Buffer);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return {};
  }
}
