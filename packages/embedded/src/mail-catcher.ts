import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { mailListPage, mailPage, missingPage } from './mail-page.ts';
import { type MailStore, openMailStore } from './mail-store.ts';

const LARGEST_MAIL = 10 * 1024 * 1024;
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
// a mail is a stranger's document: no script, no request to anywhere, links open in a tab of their own
const MAIL_POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** A mail server on loopback that delivers nothing: what it accepts is kept in `folder` and shown on a page. */
export async function startMailCatcher(options: {
  folder: string;
  smtpPort: number;
  httpPort: number;
  limit?: number;
}): Promise<{ smtpPort: number; httpPort: number; stop(): Promise<void> }> {
  const store = openMailStore(options.folder, options.limit);
  const smtp = smtpServer(store);
  const web = http.createServer((request, response) => answer(store, request, response));
  await new Promise<void>((resolve, reject) => {
    smtp.once('error', reject);
    smtp.listen(options.smtpPort, '127.0.0.1', resolve);
  });
  smtp.on('error', () => {});
  await new Promise<void>((resolve, reject) => {
    web.once('error', reject);
    web.listen(options.httpPort, '127.0.0.1', resolve);
  });
  return {
    smtpPort: (smtp.server.address() as AddressInfo).port,
    httpPort: (web.address() as AddressInfo).port,
    async stop() {
      web.closeAllConnections();
      await new Promise((resolve) => web.close(resolve));
      await new Promise<void>((resolve) => smtp.close(resolve));
    },
  };
}

function smtpServer(store: MailStore): SMTPServer {
  return new SMTPServer({
    name: 'recado.localhost',
    banner: 'Recado mail catcher, delivers nothing',
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: LARGEST_MAIL,
    maxClients: 50,
    closeTimeout: 1000,
    onData(stream, session, done) {
      collect(stream)
        .then((raw) => (raw ? store.add(raw, envelopeOf(session)) : Promise.reject(tooLarge())))
        .then(
          (mail) => done(null, `kept as ${mail.id}`),
          (error: Error) => done(error),
        );
    },
  });
}

function tooLarge(): Error {
  return Object.assign(new Error('The message is larger than 10 MB'), { responseCode: 552 });
}

const envelopeOf = (session: SMTPServerSession) => ({
  from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
  to: session.envelope.rcptTo.map((recipient) => recipient.address),
});

/** Reads to the end in any case, since the sender waits for it, but keeps nothing that is too large. */
async function collect(stream: SMTPServerDataStream): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_MAIL) chunks.push(chunk);
  }
  return size <= LARGEST_MAIL ? Buffer.concat(chunks) : undefined;
}

type Reply = { status: number; type?: string; body?: string; policy?: string; location?: string };

function answer(store: MailStore, request: http.IncomingMessage, response: http.ServerResponse): void {
  const reply = route(store, request);
  response.writeHead(reply.status, {
    'content-type': `${reply.type ?? 'application/json'}; charset=utf-8`,
    'content-security-policy': reply.policy ?? PAGE_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(reply.location ? { location: reply.location } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : reply.body);
}

const json = (status: number, value: unknown): Reply => ({ status, body: JSON.stringify(value) });
const html = (status: number, body: string, policy = PAGE_POLICY): Reply => ({
  status,
  type: 'text/html',
  body,
  policy,
});

function route(store: MailStore, request: http.IncomingMessage): Reply {
  // another name that resolves to this machine would let a stranger's page read the mails
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? '')) {
    return { status: 421, type: 'text/plain', body: 'Este buzón solo responde en localhost.' };
  }
  const url = URL.parse(request.url ?? '/', 'http://localhost');
  if (!url) return json(400, { error: 'no address' });
  const isApi = url.pathname.startsWith('/api/');
  const [, section, id = '', action = ''] = url.pathname.replace('/api/', '/').split('/');
  if (request.method === 'GET' || request.method === 'HEAD') return read(store, url, { isApi, section, id, action });
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return json(403, { error: 'other origin' });
  if (section === 'messages' && request.method === 'DELETE' && isApi) {
    if (id && !store.remove(id)) return json(404, { error: 'not found' });
    if (!id) store.clear();
    return json(200, { ok: true });
  }
  if (section === 'messages' && request.method === 'POST' && !isApi) {
    if (id === 'clear') store.clear();
    else if (action === 'delete') store.remove(id);
    return { status: 303, location: '/' };
  }
  return json(405, { error: 'method not allowed' });
}

function read(
  store: MailStore,
  url: URL,
  { isApi, section, id, action }: { isApi: boolean; section: string | undefined; id: string; action: string },
): Reply {
  if (url.pathname === '/health') return json(200, { ok: true });
  if (url.pathname === '/') return html(200, mailListPage(store.list()));
  if (url.pathname === '/api/messages') {
    const found = store.list(url.searchParams.get('to') ?? undefined).slice(0, 50);
    return json(200, found.map((summary) => store.find(summary.id)).filter(Boolean));
  }
  const mail = section === 'messages' && id ? store.find(id) : undefined;
  if (!mail) return isApi ? json(404, { error: 'not found' }) : html(404, missingPage());
  if (isApi) return json(200, mail);
  return action === 'html' ? html(200, `<base target="_blank">${mail.html}`, MAIL_POLICY) : html(200, mailPage(mail));
}
