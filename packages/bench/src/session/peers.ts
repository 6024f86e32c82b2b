import { execFile } from 'node:child_process';
import { createHmac, randomUUID } from 'node:crypto';
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

async function openPool(folder: string, url: string, connections: number): Promise<Pool> {
  const { default: pg } = (await load(folder, 'pg/lib/index.js')) as unknown as {
    default: { Pool: new (options: object) => Pool };
  };
  return new pg.Pool({ connectionString: url, max: connections });
}

/** Where a peer runs: on as many people, each with a session, as ours, over as many connections as there are calls at once. */
export type Place = { folder: string; url: string; people: number; connections: number };

/** better-auth with its Postgres adapter and no cookie cache: every call reads the store. */
export async function betterAuth({ folder, url, people, connections }: Place): Promise<Peer> {
  const pool = await openPool(folder, url, connections);
  const { betterAuth: make } = (await load(folder, 'better-auth/dist/index.mjs')) as unknown as {
    betterAuth(options: object): {
      options: object;
      api: {
        getSession(call: object): Promise<{ user: { id: string } } | null>;
      };
    };
  };
  const { getMigrations } = (await load(folder, 'better-auth/dist/db/get-migration.mjs')) as unknown as {
    getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }>;
  };
  const secret = randomUUID() + randomUUID();
  const auth = make({
    database: pool,
    secret,
    baseURL: 'http://localhost:3999',
    emailAndPassword: { enabled: true },
    session: { cookieCache: { enabled: false } },
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
  });
  const { rows } = await pool.query(`select to_regclass('public.session')::text is not null as "isThere"`);
  if (!rows[0]?.isThere) {
    await (await getMigrations(auth.options)).runMigrations();
    await pool.query(`insert into "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
      select 'u' || n, 'Ana', 'b' || n || '@recado.test', true, now(), now() from generate_series(1, ${people}) n`);
    await pool.query(`insert into session (id, token, "userId", "expiresAt", "createdAt", "updatedAt")
      select 's' || n, 'token-' || n, 'u' || n, now() + interval '7 days', now(), now() from generate_series(1, ${people}) n`);
    await pool.query('vacuum analyze "user", session');
  }
  // its cookie is the token and the token's signature; made before the clock runs, as ours are
  const cookies = Array.from({ length: 5_000 }, () => {
    const token = `token-${1 + Math.floor(Math.random() * people)}`;
    const signature = createHmac('sha256', secret).update(token).digest('base64');
    return `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
  });
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
export async function authJs({ folder, url, people, connections }: Place): Promise<Peer> {
  const pool = await openPool(folder, url, connections);
  const { rows } = await pool.query(`select to_regclass('public.sessions')::text is not null as "isThere"`);
  if (!rows[0]?.isThere) {
    await pool.query(AUTH_JS_TABLES);
    await pool.query(
      `insert into users (name, email) select 'Ana', 'b' || n || '@recado.test' from generate_series(1, ${people}) n`,
    );
    await pool.query(`insert into sessions ("userId", expires, "sessionToken")
      select n, now() + interval '30 days', 'token-' || n from generate_series(1, ${people}) n`);
    await pool.query('vacuum analyze users, sessions');
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
  return {
    name: 'Auth.js database sessions',
    async verify() {
      const cookie = `authjs.session-token=token-${1 + Math.floor(Math.random() * people)}`;
      const answer = await Auth(new Request('http://localhost:3999/auth/session', { headers: { cookie } }), config);
      if (!(await answer.text()).includes('Ana')) throw new Error('Auth.js knows no such session');
    },
    close: () => pool.end(),
  };
}
