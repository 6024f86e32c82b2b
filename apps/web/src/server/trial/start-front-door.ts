import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { createLive } from '@recado/api/live';
import { deliverMail } from '@recado/core/identity';
import { CAPTCHA_MINUTES, identityEvents } from '@recado/core/identity/contract';
import { type Database, type MailMessage, type MailPort, relayOutbox } from '@recado/core/kernel';
import { connect, listenHints, listenSessions } from '@recado/db';
import { renderMail, renderText } from '@recado/emails';
import { altchaCaptcha, captchaWork } from '@recado/integrations/captcha';
import { shownTexts } from '@recado/integrations/texts';
import type { Keyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { createFrontDoor } from '../http.ts';
import { buildHouse, servicesOf, type WebServices } from '../services.ts';
import { projectOfTheFile } from './kept-by-supabase.ts';

const AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export type Answer = {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  json: unknown;
};

/** A browser as far as the wire goes: it keeps cookies and says where its requests come from. */
export type Browser = {
  /** Its User-Agent, which its session is tied to. */
  agent: string;
  cookies: Map<string, string>;
  ask(
    method: string,
    path: string,
    options?: { body?: string | Buffer; headers?: Record<string, string> },
  ): Promise<Answer>;
  query(procedure: string, input?: unknown, personId?: string): Promise<Answer>;
  mutate(procedure: string, input?: unknown, personId?: string): Promise<Answer>;
  /** Opens the live stream; `next(event)` answers the next event of that name. */
  live(workspaceId: string, options?: { cursor?: string; personId?: string; at?: string }): Promise<LiveReader>;
};

export type LiveReader = {
  status: number;
  next(event: string): Promise<{ [key: string]: unknown }>;
  ended: Promise<void>;
  close(): void;
};

/** The web process over a database of its own, without its screens unless it is asked for them. */
export async function startFrontDoor(
  database: { webUrl: string; jobsUrl?: string },
  options: {
    keys?: string;
    pool?: number;
    trustedProxies?: number;
    publicUrl?: string;
    supabase?: { url: string; secretKey: string };
    issuers?: Record<'GOOGLE' | 'MICROSOFT', string>;
    logoFile?: string;
    /** With the screens as they were built last. */
    withScreens?: boolean;
    /** Is given every line that the process logs, the least important too. */
    logged?: (line: string) => void;
  } = {},
) {
  const folder = await mkdtemp(path.join(tmpdir(), 'recado-front-door-'));
  const { logged } = options;
  const log = logged
    ? createLogger({
        ...{ name: 'web', level: 'trace' },
        stream: new Writable({
          write(line, _encoding, done) {
            logged(String(line));
            done();
          },
        }),
      })
    : createLogger({ name: 'web', level: 'silent' });
  const keys = options.keys ?? `k1:${randomBytes(32).toString('base64')}`;
  const supabase = options.supabase ?? projectOfTheFile();
  const house = buildHouse(
    {
      RECADO_MODE: 'embedded',
      RECADO_LOG_LEVEL: 'silent',
      RECADO_RELEASE: 'test',
      RECADO_KEYS: keys,
      DATABASE_URL: database.webUrl,
      RECADO_HOST: '127.0.0.1',
      RECADO_PORT: 0,
      RECADO_PUBLIC_URL: options.publicUrl ?? 'http://localhost:4300',
      RECADO_PRODUCT_NAME: 'Recado',
      RECADO_LOGO_FILE: options.logoFile,
      RECADO_MEDIA_DIR: folder,
      JOBS_MODE: 'embedded',
      RECADO_TRUSTED_PROXIES: options.trustedProxies ?? 0,
      RECADO_HEALTH_KEY: 'a key of sixteen signs',
      RECADO_DB_POOL: options.pool ?? 6,
      AUTH_PROVIDER: supabase ? 'supabase' : 'embedded',
      SUPABASE_URL: supabase?.url,
      SUPABASE_SECRET_KEY: supabase?.secretKey,
      ...issuersOf(options.issuers),
    },
    log,
  );
  // as hard as a challenge has to be for its way to be tried, not for anybody to be held back
  const work = { ...captchaWork, cost: 2, from: 1, to: 9 };
  house.base.captcha = altchaCaptcha(house.keyring, { minutes: CAPTCHA_MINUTES, work });
  const live = createLive();
  const jobsDb = database.jobsUrl ? connect(database.jobsUrl, { name: 'recado-jobs', max: 2 }) : null;
  const hints = await listenHints(database.webUrl, (hint) => {
    if (hint.kind === 'changed') live.changed(hint.workspaceId);
    if (hint.kind === 'present') live.present(hint);
  });
  const sessions = await listenSessions(database.webUrl, (ids) => live.sessionsEnded(ids));
  const services = servicesOf(house);
  const door = createFrontDoor(house, live, options.withScreens ? await screens(services) : pagesOf(services));
  const server = createServer((request, response) => void door(request, response));
  // as the real process: a kept connection is not closed between two requests of a slow test
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  /** The newest mail to an address, as it is read there. */
  async function newestMail(email: string): Promise<MailMessage> {
    if (!jobsDb) throw new Error('this front door was not told where jobs work');
    const sent = await sendWaitingMail(jobsDb, house.keyring);
    const mail = sent.filter((each) => each.to.toLowerCase() === email.toLowerCase()).at(-1);
    if (!mail) throw new Error(`no mail waits for ${email}`);
    return mail;
  }

  return {
    house,
    live,
    folder,
    port,
    keys,
    /** A browser; `headers` are what a proxy in front of the process would add. */
    browser: (agent?: string, headers?: Record<string, string>) => browser(port, agent, headers),
    /** The code of the newest sign-up mail to an address; null when the mail says that the address is taken. */
    async codeFor(email: string): Promise<string | null> {
      return /^\d{6}$/m.exec((await newestMail(email)).text)?.[0] ?? null;
    },
    newestMail,
    async close() {
      live.close();
      server.closeAllConnections();
      server.close();
      await Promise.all([hints.close(), sessions.close(), jobsDb?.end({ timeout: 1 })]);
      await house.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A page as far as the session is concerned: it shows who is in, or why nobody is. */
const pagesOf =
  ({ resolveViewer }: WebServices) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { cookie = null, 'user-agent': userAgent = null } = request.headers;
    const { viewer, ended } = await resolveViewer({ cookie, userAgent });
    response.writeHead(ended ? 401 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ page: viewer?.person.name ?? null, error: ended ?? null }));
  };

async function screens(services: WebServices) {
  (globalThis as { __recado?: WebServices }).__recado = services;
  const { default: next } = await import('next');
  const app = next({ dev: false, dir: path.resolve(import.meta.dirname, '../../..'), hostname: 'localhost', port: 0 });
  await app.prepare();
  return app.getRequestHandler();
}

const house = { product: 'Recado', publicUrl: 'http://localhost:4300', codeMinutes: 10 };
/** Settings for issuers on this machine, or for none. */
const issuersOf = (at?: Record<'GOOGLE' | 'MICROSOFT', string>) => ({
  GOOGLE_ISSUER: at?.GOOGLE ?? 'https://accounts.google.com',
  MICROSOFT_ISSUER: at?.MICROSOFT ?? 'https://login.microsoftonline.com/common/v2.0',
  ...(at && { GOOGLE_CLIENT_ID: 'recado', GOOGLE_CLIENT_SECRET: 'between us' }),
  ...(at && { MICROSOFT_CLIENT_ID: 'recado', MICROSOFT_CLIENT_SECRET: 'between us' }),
});

/** What the jobs would do: every mail that was told of, sent by the verb of the job. */
async function sendWaitingMail(db: Database, keyring: Keyring): Promise<MailMessage[]> {
  const sent: MailMessage[] = [];
  await relayOutbox(db, 1000, async (events) => {
    for (const { id, name, data } of events) {
      if (name !== identityEvents.mailQueued.name) continue;
      const { mailId } = identityEvents.mailQueued.payload.parse(data);
      const mail: MailPort = { send: async (message) => void sent.push(message) };
      await deliverMail(
        {
          ...{ db, keyring, mail, mailHost: 'localhost', texts: shownTexts(mail) },
          renderMail: (letter) => renderMail(letter, house),
          renderText: (letter) => renderText(letter, house),
        },
        { mailId, claimant: id },
      );
    }
    return [];
  });
  return sent;
}

function browser(port: number, agent = AGENT, more: Record<string, string> = {}): Browser {
  const cookies = new Map<string, string>();
  const base = () => ({
    host: `localhost:${port}`,
    'user-agent': agent,
    'sec-fetch-site': 'same-origin',
    ...more,
    ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
  });
  const keep = (response: IncomingMessage) => {
    for (const line of response.headers['set-cookie'] ?? []) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  };
  const open = (method: string, path: string, headers: Record<string, string>, body?: string | Buffer) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const sent = httpRequest({ port, host: '127.0.0.1', method, path, headers: { ...base(), ...headers } }, resolve);
      sent.on('error', reject);
      sent.end(body);
    });
  const ask: Browser['ask'] = async (method, path, options = {}) => {
    const response = await open(method, path, options.headers ?? {}, options.body);
    keep(response);
    const parts: Buffer[] = [];
    for await (const part of response) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString('utf8');
    const isJson = response.headers['content-type']?.startsWith('application/json');
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    };
  };
  const person = (personId?: string): Record<string, string> => (personId ? { 'x-recado-person': personId } : {});
  return {
    agent,
    cookies,
    ask,
    query: (procedure, input, personId) =>
      ask(
        'GET',
        `/api/trpc/${procedure}${input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
        { headers: person(personId) },
      ),
    mutate: (procedure, input, personId) =>
      ask('POST', `/api/trpc/${procedure}`, {
        body: input === undefined ? '' : JSON.stringify(input),
        headers: { 'content-type': 'application/json', ...person(personId) },
      }),
    async live(workspaceId, options = {}) {
      const search = new URLSearchParams({ workspace: workspaceId });
      if (options.cursor) search.set('cursor', options.cursor);
      if (options.personId) search.set('person', options.personId);
      return readLive(await open('GET', `${options.at ?? '/live'}?${search}`, {}));
    },
  };
}

function readLive(response: IncomingMessage): LiveReader {
  const events: { event: string; payload: { [key: string]: unknown } }[] = [];
  const waiting: { event: string; give: (payload: { [key: string]: unknown }) => void }[] = [];
  let text = '';
  response.setEncoding('utf8').on('data', (part: string) => {
    text += part;
    for (let at = text.indexOf('\n\n'); at >= 0; at = text.indexOf('\n\n')) {
      const found = /^event: (\w+)\ndata: (.*)$/s.exec(text.slice(0, at));
      text = text.slice(at + 2);
      if (!found) continue;
      const [, event = '', payload = '{}'] = found;
      const index = waiting.findIndex((each) => each.event === event);
      if (index >= 0) waiting.splice(index, 1)[0]?.give(JSON.parse(payload));
      else events.push({ event, payload: JSON.parse(payload) });
    }
  });
  return {
    status: response.statusCode ?? 0,
    next: (event) =>
      new Promise((give, reject) => {
        const index = events.findIndex((each) => each.event === event);
        if (index >= 0) return give(events.splice(index, 1)[0]?.payload ?? {});
        const late = setTimeout(() => reject(new Error(`no "${event}" within 5 seconds`)), 5_000);
        waiting.push({
          event,
          give: (payload) => {
            clearTimeout(late);
            give(payload);
          },
        });
      }),
    ended: new Promise((resolve) => response.on('close', () => resolve())),
    close: () => response.destroy(),
  };
}
