import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** What another library does to answer "whose session is this"; installed for the bench only. */
export type Peer = { name: string; verify(): Promise<void>; close(): Promise<void> };

type Pool = {
  query(text: string, values?: unknown[]): Promise<{ rows: Record<string, string>[] }>;
  end(): Promise<void>;
};
type Module = Record<string, (...args: never[]) => unknown>;

/** Installs the peers into a folder of their own; answers the reason when the registry does not give them. */
export async function installPeers(): Promise<{ folder: string; problem: string | null }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-bench-peers-'));
  fs.writeFileSync(path.join(folder, 'package.json'), '{"private":true,"type":"module"}');
  const wanted = ['better-auth@1.7.6', '@auth/core@0.41.3', '@auth/pg-adapter', 'pg'];
  try {
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...wanted], {
      cwd: folder,
      timeout: 300_000,
    });
    return { folder, problem: null };
  } catch (error) {
    return { folder, problem: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown' };
  }
}

const load = async (folder: string, file: string): Promise<Module> =>
  (await import(pathToFileURL(path.join(folder, 'node_modules', file)).href)) as Module;

async function openPool(folder: string, url: string): Promise<Pool> {
  const { default: pg } = (await load(folder, 'pg/lib/index.js')) as unknown as {
    default: { Pool: new (options: object) => Pool };
  };
  return new pg.Pool({ connectionString: url, max: 10 });
}

/** better-auth with its Postgres adapter and no cookie cache: every call reads the store. */
export async function betterAuth(folder: string, url: string): Promise<Peer> {
  const pool = await openPool(folder, url);
  const { betterAuth: make } = (await load(folder, 'better-auth/dist/index.mjs')) as unknown as {
    betterAuth(options: object): {
      options: object;
      api: {
        signUpEmail(call: object): Promise<Response>;
        getSession(call: object): Promise<{ user: { id: string } } | null>;
      };
    };
  };
  const { getMigrations } = (await load(folder, 'better-auth/dist/db/get-migration.mjs')) as unknown as {
    getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }>;
  };
  const auth = make({
    database: pool,
    secret: randomUUID() + randomUUID(),
    baseURL: 'http://localhost:3999',
    emailAndPassword: { enabled: true },
    session: { cookieCache: { enabled: false } },
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
  });
  await (await getMigrations(auth.options)).runMigrations();
  const cookies: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const body = { email: `${randomUUID()}@recado.test`, password: 'un tren verde a Soria', name: 'Ana' };
    const answer = await auth.api.signUpEmail({ body, asResponse: true });
    cookies.push((answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
  }
  let turn = 0;
  return {
    name: 'better-auth without cookie cache',
    async verify() {
      turn += 1;
      const found = await auth.api.getSession({
        headers: new Headers({ cookie: cookies[turn % cookies.length] ?? '' }),
      });
      if (!found) throw new Error('better-auth knows no such session');
    },
    close: () => pool.end(),
  };
}

const AUTH_JS_TABLES = `
  create table users (id serial primary key, name text, email text, "emailVerified" timestamptz, image text);
  create table accounts (id serial primary key, "userId" int not null, type text not null, provider text not null, "providerAccountId" text not null,
    refresh_token text, access_token text, expires_at bigint, id_token text, scope text, session_state text, token_type text);
  create table sessions (id serial primary key, "userId" int not null, expires timestamptz not null, "sessionToken" text not null unique);
  create table verification_token (identifier text not null, expires timestamptz not null, token text not null, primary key (identifier, token));`;

/** Auth.js with sessions in the database, asked as a page asks: its session endpoint, in process. */
export async function authJs(folder: string, url: string): Promise<Peer> {
  const pool = await openPool(folder, url);
  await pool.query(AUTH_JS_TABLES);
  const tokens: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const token = randomUUID();
    const { rows } = await pool.query('insert into users (name, email) values ($1, $2) returning id', [
      'Ana',
      `${token}@recado.test`,
    ]);
    await pool.query(
      `insert into sessions ("userId", expires, "sessionToken") values ($1, now() + interval '30 days', $2)`,
      [rows[0]?.id, token],
    );
    tokens.push(token);
  }
  const { Auth } = (await load(folder, '@auth/core/index.js')) as unknown as {
    Auth(request: Request, config: object): Promise<Response>;
  };
  const { default: adapter } = (await load(folder, '@auth/pg-adapter/index.js')) as unknown as {
    default(pool: Pool): object;
  };
  const config = {
    adapter: adapter(pool),
    session: { strategy: 'database' },
    secret: randomUUID(),
    trustHost: true,
    basePath: '/auth',
    providers: [],
    logger: { error() {}, warn() {}, debug() {} },
  };
  let turn = 0;
  return {
    name: 'Auth.js database sessions',
    async verify() {
      turn += 1;
      const cookie = `authjs.session-token=${tokens[turn % tokens.length]}`;
      const answer = await Auth(new Request('http://localhost:3999/auth/session', { headers: { cookie } }), config);
      if (!(await answer.text()).includes('Ana')) throw new Error('Auth.js knows no such session');
    },
    close: () => pool.end(),
  };
}
