import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';

/** Who sits at the issuer's page, as the claims of their ID token. */
export type Account = {
  sub: string;
  email?: string;
  email_verified?: boolean;
  hd?: string;
  name?: string;
  /** The tenant that a person of Microsoft's belongs to. */
  tid?: string;
};

/** What the issuer does wrong with the next token or answer. */
export type Twist = {
  nonce?: string;
  issuer?: string;
  audience?: string;
  expiresInSeconds?: number;
  signedBy?: 'nobody' | 'somebody else';
  /** The issuer that the answer in the address claims to come from. */
  answerIssuer?: string;
};

/** How Microsoft's issuer for every tenant writes its own name: tokens have a tenant's id in that place. */
export const EVERY_TENANT = 'https://login.microsoftonline.com/{tenantid}/v2.0';

/**
 * An OpenID Connect issuer on this machine: discovery, keys, authorization by code with PKCE, tokens signed by RS256. One that serves every
 * tenant goes by Microsoft's name, says nothing of itself in its answers, and is reached through `fetch`.
 */
export async function startOidcIssuer(
  client: { id: string; secret: string },
  serves: 'itself' | 'every tenant' = 'itself',
) {
  const pair = await generateKeyPair('RS256');
  const foreign = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const codes = new Map<
    string,
    { account: Account; nonce: string; challenge: string; redirectUri: string; twist: Twist }
  >();
  let account: Account = { sub: randomUUID() };
  let twist: Twist = {};
  let answersDenied = false;

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', issuer());
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (url.pathname.replace('/common/v2.0', '')) {
      case '/.well-known/openid-configuration':
        return json(200, {
          issuer: serves === 'itself' ? issuer() : EVERY_TENANT,
          authorization_endpoint: `${issuer()}/authorize`,
          token_endpoint: `${issuer()}/token`,
          jwks_uri: `${issuer()}/keys`,
          response_types_supported: ['code'],
          subject_types_supported: ['public'],
          id_token_signing_alg_values_supported: ['RS256'],
          code_challenge_methods_supported: ['S256'],
          token_endpoint_auth_methods_supported: ['client_secret_post'],
          authorization_response_iss_parameter_supported: serves === 'itself',
        });
      case '/keys':
        return json(200, { keys: [jwk] });
      case '/authorize': {
        const asked = Object.fromEntries(url.searchParams);
        if (asked.client_id !== client.id || asked.code_challenge_method !== 'S256' || !asked.nonce)
          return json(400, { error: 'invalid_request' });
        const code = randomUUID();
        codes.set(code, {
          ...{ account, nonce: asked.nonce, challenge: asked.code_challenge ?? '' },
          ...{ redirectUri: asked.redirect_uri ?? '', twist },
        });
        const back = new URL(asked.redirect_uri ?? '');
        if (answersDenied) back.searchParams.set('error', 'access_denied');
        else back.searchParams.set('code', code);
        back.searchParams.set('state', asked.state ?? '');
        if (serves === 'itself') back.searchParams.set('iss', twist.answerIssuer ?? issuer());
        return response.writeHead(302, { location: back.href }).end();
      }
      case '/token': {
        const form = new URLSearchParams(await bodyOf(request));
        const held = codes.get(form.get('code') ?? '');
        // a code is worth one exchange, to whoever knows the verifier
        codes.delete(form.get('code') ?? '');
        const isGood =
          held &&
          form.get('client_id') === client.id &&
          form.get('client_secret') === client.secret &&
          form.get('redirect_uri') === held.redirectUri &&
          createHash('sha256')
            .update(form.get('code_verifier') ?? '')
            .digest('base64url') === held.challenge;
        if (!isGood) return json(400, { error: 'invalid_grant' });
        return json(200, { access_token: randomUUID(), token_type: 'Bearer', id_token: await idToken(held) });
      }
      default:
        return response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const own = ({ tid }: Account) => (serves === 'itself' ? issuer() : EVERY_TENANT.replace('{tenantid}', tid ?? ''));

  async function idToken(held: { account: Account; nonce: string; twist: Twist }): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const claims = { ...held.account, nonce: held.twist.nonce ?? held.nonce };
    const dress = <Token extends SignJWT | UnsecuredJWT>(token: Token): Token =>
      token
        .setIssuer(held.twist.issuer ?? own(held.account))
        .setAudience(held.twist.audience ?? client.id)
        .setIssuedAt(now)
        .setExpirationTime(now + (held.twist.expiresInSeconds ?? 300)) as Token;
    if (held.twist.signedBy === 'nobody') return dress(new UnsecuredJWT(claims)).encode();
    return await dress(new SignJWT(claims))
      .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
      .sign(held.twist.signedBy === 'somebody else' ? foreign.privateKey : pair.privateKey);
  }

  return {
    issuer: issuer(),
    /** Brings what is asked of Microsoft here. */
    fetch: (url: string, init?: RequestInit): Promise<Response> =>
      fetch(url.replace('https://login.microsoftonline.com', issuer()), init),
    /** Who answers the next browser, and what goes wrong with it. */
    next(who: Account, how: Twist = {}): void {
      account = who;
      twist = how;
    },
    /** Whether people say no at the issuer's page. */
    deny(denied: boolean): void {
      answersDenied = denied;
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
