import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verify } from '@node-rs/argon2';

type User = {
  id: string;
  email: string;
  secret: string | null;
  confirmedAt: string | null;
  bannedUntil: string | null;
};
type Body = Record<string, unknown>;
/** How a fault answers: nothing at all; a status of the server or of the gateway before it; the work is done and the answer is lost. */
export type Fault = 'silent' | 'lost' | 429 | 500 | 503;

/** As GoTrue: bcrypt sees no more. */
const MOST_BYTES = 72;
const REFUSED = 'Invalid login credentials';

/** What GoTrue tells of a refusal. */
class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/**
 * Supabase Auth as a project serves it under /auth/v1, as far as it is called: the password grant, logout, and creating, reading, updating
 * and deleting a user with a secret key. Answers, refusals and their codes are GoTrue's, in the form that the caller's version header asks for;
 * argon2id hashes are taken as they are, other passwords are kept by a hash of this server's own.
 */
export async function startGoTrue(options: { secretKey: string }) {
  const users = new Map<string, User>();
  /** Sessions by their access token. */
  const sessions = new Map<string, { userId: string; endedBy: string | null }>();
  const calls: string[] = [];
  const issued: string[] = [];
  const faults: { on: RegExp; fault: Fault; left: number }[] = [];
  let meanwhile: { on: RegExp; run: () => Promise<unknown> } | null = null;

  const byEmail = (email: unknown): User | undefined =>
    [...users.values()].find((user) => user.email === String(email).toLowerCase());
  const shown = (user: User) => ({
    id: user.id,
    aud: 'authenticated',
    role: 'authenticated',
    email: user.email,
    phone: '',
    ...(user.confirmedAt ? { email_confirmed_at: user.confirmedAt, confirmed_at: user.confirmedAt } : {}),
    app_metadata: { provider: 'email', providers: ['email'] },
    user_metadata: {},
    identities: [],
    is_anonymous: false,
    created_at: new Date(0).toISOString(),
    updated_at: new Date(0).toISOString(),
  });

  function admin(request: IncomingMessage): void {
    if (request.headers.authorization !== `Bearer ${options.secretKey}`)
      throw new Refusal(403, 'not_admin', 'User not allowed');
  }
  function userOf(id: string): User {
    const user = users.get(id);
    if (!user) throw new Refusal(404, 'user_not_found', 'User not found');
    return user;
  }
  function emailIn(body: Body): string {
    const email = String(body.email ?? '').toLowerCase();
    if (!/^[\x21-\x3f\x41-\x7e]+@[a-z0-9.-]+$/.test(email))
      throw new Refusal(400, 'validation_failed', 'Unable to validate email address: invalid format');
    return email;
  }
  function newSecret(password: string): string {
    if (Buffer.byteLength(password) > MOST_BYTES)
      throw new Refusal(400, 'validation_failed', 'Password cannot be longer than 72 characters');
    const salt = randomBytes(16);
    return `own$${salt.toString('hex')}$${scryptSync(password, salt, 32, { N: 1024 }).toString('hex')}`;
  }

  async function grant(body: Body): Promise<object> {
    const user = byEmail(body.email);
    if (!user?.secret) throw new Refusal(400, 'invalid_credentials', REFUSED);
    if (user.bannedUntil) throw new Refusal(400, 'user_banned', 'User is banned');
    if (!(await fits(user.secret, String(body.password)))) throw new Refusal(400, 'invalid_credentials', REFUSED);
    if (!user.confirmedAt) throw new Refusal(400, 'email_not_confirmed', 'Email not confirmed');
    const token = [
      { alg: 'HS256', typ: 'JWT' },
      { sub: user.id, session_id: randomUUID() },
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .concat(randomBytes(32).toString('base64url'))
      .join('.');
    const refresh = randomBytes(9).toString('base64url');
    sessions.set(token, { userId: user.id, endedBy: null });
    issued.push(token, refresh);
    const age = { expires_in: 3600, expires_at: Math.floor(Date.now() / 1000) + 3600 };
    return { access_token: token, token_type: 'bearer', ...age, refresh_token: refresh, user: shown(user) };
  }

  function create(body: Body): object {
    const email = emailIn(body);
    if (byEmail(email))
      throw new Refusal(422, 'email_exists', 'A user with this email address has already been registered');
    if (body.password !== undefined && body.password_hash)
      throw new Refusal(400, 'validation_failed', 'Only a password or a password hash should be provided');
    const hashed = body.password_hash as string | undefined;
    if (hashed && !/^\$argon2id?\$v=19\$m=\d+,t=\d+,p=\d+\$[^$]+\$[^$]+$/.test(hashed))
      throw new Refusal(500, 'unexpected_failure', 'Error creating user');
    const id = String(body.id ?? randomUUID());
    if (users.has(id)) throw new Refusal(500, 'unexpected_failure', 'Database error creating new user');
    const secret = hashed ?? newSecret(String(body.password ?? randomBytes(32).toString('hex')));
    const user = { id, email, secret, confirmedAt: body.email_confirm ? new Date().toISOString() : null };
    users.set(id, { ...user, bannedUntil: null });
    return shown(userOf(id));
  }

  function update(id: string, body: Body): object {
    const user = userOf(id);
    const email = body.email === undefined ? user.email : emailIn(body);
    const secret = body.password === undefined ? user.secret : newSecret(String(body.password));
    if (byEmail(email) && byEmail(email) !== user) throw new Refusal(500, 'unexpected_failure', 'Error updating user');
    Object.assign(user, { email, secret });
    if (body.email_confirm) user.confirmedAt = new Date().toISOString();
    if (body.password !== undefined) end((session) => session.userId === id, 'password');
    return shown(user);
  }

  function end(which: (session: { userId: string }, token: string) => boolean, by: string): void {
    for (const [token, session] of sessions) if (!session.endedBy && which(session, token)) session.endedBy = by;
  }

  function logOut(request: IncomingMessage, scope: string): null {
    const token = request.headers.authorization?.slice('Bearer '.length) ?? '';
    const session = sessions.get(token);
    if (!session) throw new Refusal(403, 'bad_jwt', 'invalid JWT: unable to parse or verify signature');
    if (session.endedBy)
      throw new Refusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
    end((each, known) => (scope === 'local' ? known === token : each.userId === session.userId), `logout ${scope}`);
    return null;
  }

  async function work(request: IncomingMessage, address: URL, body: Body): Promise<object | null> {
    const act = `${request.method} ${address.pathname.replace('/auth/v1', '')}`;
    const id = decodeURIComponent(address.pathname.split('/').at(-1) ?? '');
    if (act === 'POST /token' && address.searchParams.get('grant_type') === 'password') return await grant(body);
    if (act === 'POST /logout') return logOut(request, address.searchParams.get('scope') ?? 'global');
    if (!address.pathname.startsWith('/auth/v1/admin/users')) throw new Refusal(404, 'unknown', 'Not found');
    admin(request);
    if (act === 'POST /admin/users') return create(body);
    if (act.startsWith('GET ')) return shown(userOf(id));
    if (act.startsWith('PUT ')) return update(id, body);
    if (act.startsWith('DELETE ')) {
      users.delete(userOf(id).id);
      end((session) => session.userId === id, 'deletion');
      return {};
    }
    throw new Refusal(405, 'unknown', 'Method not allowed');
  }

  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', 'http://gotrue');
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const act = `${request.method} ${address.pathname.replace('/auth/v1', '')}`;
    calls.push(act.replace(/[0-9a-f-]{36}/, ':id'));
    if (request.headers.apikey !== options.secretKey)
      return void send(response, 401, { message: 'Invalid API key', hint: 'Double check your Supabase API key.' });
    const fault = faults.find(({ on, left }) => left > 0 && on.test(act));
    if (fault) fault.left -= 1;
    if (fault?.fault === 'silent') return;
    const isNew = String(request.headers['x-supabase-api-version'] ?? '') >= '2024-01-01';
    const refuse = ({ status, code, message }: Refusal) => {
      response.setHeader('x-sb-error-code', code);
      if (isNew) response.setHeader('x-supabase-api-version', '2024-01-01');
      send(response, status, isNew ? { code, message } : { code: status, error_code: code, msg: message });
    };
    if (fault?.fault === 429) return refuse(new Refusal(429, 'over_request_rate_limit', 'Request rate limit reached'));
    if (fault?.fault === 500) return refuse(new Refusal(500, 'unexpected_failure', 'Internal Server Error'));
    // the gateway's own, which is no JSON
    if (fault?.fault === 503) return void response.writeHead(503).end('upstream connect error');
    try {
      const answer = await work(request, address, JSON.parse(Buffer.concat(parts).toString('utf8') || '{}'));
      const now = meanwhile?.on.test(act) ? meanwhile : null;
      if (now) meanwhile = null;
      await now?.run();
      if (fault?.fault === 'lost') return void response.destroy();
      if (answer === null) return void response.writeHead(204).end();
      send(response, 200, answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (fault?.fault === 'lost') return void response.destroy();
      refuse(error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    users,
    /** What was asked, without its ids. */
    calls,
    /** Every token that was given out. */
    issued,
    /** How each session ended; null while it lives. */
    endings: () => [...sessions.values()].map((session) => session.endedBy),
    /** The next so many requests that fit go wrong. */
    fail: (on: RegExp, fault: Fault, times = 1) => void faults.push({ on, fault, left: times }),
    /** Nothing goes wrong any more. */
    mend: () => void faults.splice(0),
    /** Runs once, after a request that fits has been worked on and before it is answered. */
    meanwhile: (on: RegExp, run: () => Promise<unknown>) => {
      meanwhile = { on, run };
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const send = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

async function fits(secret: string, password: string): Promise<boolean> {
  if (secret.startsWith('$argon2')) return await verify(secret, password);
  const [, salt = '', stored = ''] = secret.split('$');
  const found = scryptSync(password, Buffer.from(salt, 'hex'), 32, { N: 1024 });
  return timingSafeEqual(found, Buffer.from(stored, 'hex'));
}
