import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSame } from '@recado/runtime/crypto';
import { accountPage, strangePage } from './issuer-page.ts';

/** Those it stands in for; what Google says of a mailbox counts, what Microsoft says does not. */
const ISSUERS = {
  google: { label: 'Google', speaksForMailboxes: true },
  microsoft: { label: 'Microsoft', speaksForMailboxes: false },
} as const;
type IssuerName = keyof typeof ISSUERS;

const TOKEN_SECONDS = 300;
const CODE_MS = 60_000;
const LARGEST_FORM = 16 * 1024;

type Held = {
  issuer: IssuerName;
  claims: Record<string, string | boolean>;
  nonce: string;
  challenge: string;
  redirectUri: string;
  until: number;
};
type Reply = { status: number; html?: string; json?: unknown; location?: string };

/**
 * OpenID Connect issuers on loopback that stand in for Google (`/google`) and Microsoft (`/microsoft`), so that their ways in can be tried
 * on one machine: whoever comes says who they are. One client, which is the product at `publicUrl`.
 */
export async function startIssuer(options: {
  port: number;
  publicUrl: string;
  client: { id: string; secret: string };
}): Promise<{ url: string; stop(): Promise<void> }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const codes = new Map<string, Held>();
  const server = http.createServer((request, response) => {
    answer(request)
      .catch((): Reply => ({ status: 400, json: { error: 'invalid_request' } }))
      .then((reply) => write(response, reply, new URL(options.publicUrl).origin));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function answer(request: http.IncomingMessage): Promise<Reply> {
    if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(request.headers.host ?? ''))
      return { status: 421, html: strangePage() };
    const asked = new URL(request.url ?? '/', url);
    if (asked.pathname === '/health') return { status: 200, json: { ok: true } };
    const [, name = '', ...rest] = asked.pathname.split('/');
    if (!Object.hasOwn(ISSUERS, name)) return { status: 404, html: strangePage() };
    const issuer = name as IssuerName;
    switch (`${request.method} ${rest.join('/')}`) {
      case 'GET .well-known/openid-configuration':
        return { status: 200, json: metadata(`${url}/${issuer}`) };
      case 'GET keys':
        return {
          status: 200,
          json: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] },
        };
      case 'GET authorize':
        return isOurs(issuer, asked.searchParams)
          ? { status: 200, html: accountPage(ISSUERS[issuer]) }
          : { status: 400, html: strangePage() };
      case 'POST authorize':
        if (!isOurs(issuer, asked.searchParams)) return { status: 400, html: strangePage() };
        return { status: 303, location: sendBack(issuer, asked.searchParams, await formOf(request)) };
      case 'POST token':
        return exchange(issuer, await formOf(request));
      default:
        return { status: 404, html: strangePage() };
    }
  }

  // browsers are sent to nobody but the product
  const isOurs = (issuer: IssuerName, asked: URLSearchParams): boolean =>
    asked.get('client_id') === options.client.id &&
    asked.get('redirect_uri') === new URL(`/oauth/${issuer}/callback`, options.publicUrl).href &&
    asked.get('response_type') === 'code' &&
    asked.get('code_challenge_method') === 'S256';

  function sendBack(issuer: IssuerName, asked: URLSearchParams, form: URLSearchParams): string {
    const back = new URL(asked.get('redirect_uri') as string);
    back.searchParams.set('state', asked.get('state') ?? '');
    back.searchParams.set('iss', `${url}/${issuer}`);
    if (form.get('answer') === 'no') {
      back.searchParams.set('error', 'access_denied');
      return back.href;
    }
    const code = randomUUID();
    for (const [old, { until }] of codes) if (until < Date.now()) codes.delete(old);
    codes.set(code, {
      ...{ issuer, claims: claimsOf(issuer, form), until: Date.now() + CODE_MS },
      ...{ nonce: asked.get('nonce') ?? '', challenge: asked.get('code_challenge') ?? '' },
      redirectUri: back.origin + back.pathname,
    });
    back.searchParams.set('code', code);
    return back.href;
  }

  function exchange(issuer: IssuerName, form: URLSearchParams): Reply {
    const held = codes.get(form.get('code') ?? '');
    // a code is worth one exchange, to whoever knows the verifier
    codes.delete(form.get('code') ?? '');
    const isGood =
      held?.issuer === issuer &&
      held.until >= Date.now() &&
      form.get('client_id') === options.client.id &&
      isSame(form.get('client_secret') ?? '', options.client.secret) &&
      form.get('redirect_uri') === held.redirectUri &&
      isSame(digest(form.get('code_verifier') ?? '').toString('base64url'), held.challenge);
    if (!held || !isGood) return { status: 400, json: { error: 'invalid_grant' } };
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ ...held.claims, iss: `${url}/${issuer}`, aud: options.client.id, nonce: held.nonce },
      ...{ iat: now, exp: now + TOKEN_SECONDS },
    };
    return { status: 200, json: { access_token: randomUUID(), token_type: 'Bearer', id_token: signed(claims) } };
  }

  function signed(claims: object): string {
    const said = [{ alg: 'RS256', typ: 'JWT', kid }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    return [...said, sign('RSA-SHA256', Buffer.from(said.join('.')), privateKey).toString('base64url')].join('.');
  }

  return {
    url,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const digest = (of: string) => createHash('sha256').update(of).digest();

const metadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/keys`,
  response_types_supported: ['code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  code_challenge_methods_supported: ['S256'],
  token_endpoint_auth_methods_supported: ['client_secret_post'],
  authorization_response_iss_parameter_supported: true,
});

/** Who somebody says they are, as the issuer would say it. The same address is the same account. */
function claimsOf(issuer: IssuerName, form: URLSearchParams): Held['claims'] {
  const email = (form.get('email') ?? '').trim();
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  const claims = {
    sub: digest(`${issuer}|${email.toLowerCase()}`).toString('hex'),
    email,
    name: form.get('name') ?? '',
  };
  if (!ISSUERS[issuer].speaksForMailboxes) return claims;
  return { ...claims, email_verified: true, ...(form.has('runsMailbox') ? { hd: domain } : {}) };
}

async function formOf(request: http.IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST_FORM) throw new Error('a form is not that large');
    parts.push(part);
  }
  return new URLSearchParams(Buffer.concat(parts).toString('utf8'));
}

function write(response: http.ServerResponse, reply: Reply, product: string): void {
  response.writeHead(reply.status, {
    'content-type': `${reply.html === undefined ? 'application/json' : 'text/html'}; charset=utf-8`,
    // a browser holds the whole way of a form against the policy, and this one ends at the product
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${product}; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    ...(reply.location ? { location: reply.location } : {}),
  });
  response.end(reply.html ?? (reply.json === undefined ? undefined : JSON.stringify(reply.json)));
}
