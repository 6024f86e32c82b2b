import { randomBytes } from 'node:crypto';
import postgres, { type Sql } from 'postgres';
import { inject } from 'vitest';
import type { TestServer } from './test-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer;
  }
}

export type TestDatabase = {
  readonly name: string;
  readonly adminUrl: string;
  readonly webUrl: string;
  readonly workerUrl: string;
  readonly jobsUrl: string;
  /** As the web, with the settings that only tests may use: `recado.clock_shift`, `recado.raised_limits`. */
  readonly trialUrl: string;
  /** The same with limits of tries raised: for hundreds of logins of one person, who would be asked to keep cool. */
  readonly hastyUrl: string;
  /** Handles for each role, opened on first use and closed by `drop`. */
  readonly admin: Sql;
  readonly web: Sql;
  readonly worker: Sql;
  readonly jobs: Sql;
  readonly trial: Sql;
  readonly hasty: Sql;
  /** Closes the handles and removes the database, cutting whoever is still connected. */
  drop(): Promise<void>;
};

/**
 * A migrated database of one's own, copied from the run's template in about a tenth of a second. Call it in `beforeAll`
 * of a `*.db.test.ts` file and `drop` in `afterAll`; outside vitest pass the server that `startTestServer` returned.
 */
export async function createDatabase(server: TestServer = inject('postgres')): Promise<TestDatabase> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  await asAdmin(server, `create database ${name} template ${server.template}`);
  const adminUrl = withDatabase(server.adminUrl, name);
  const urlOf = (role: keyof TestServer['roleUrls']) => withDatabase(server.roleUrls[role], name);
  const handles = new Map<string, Sql>();
  const open = (url: string): Sql => {
    const known = handles.get(url);
    if (known) return known;
    const made = postgres(url, { max: 6, onnotice: () => {} });
    handles.set(url, made);
    return made;
  };
  return {
    name,
    adminUrl,
    webUrl: urlOf('recado_web'),
    workerUrl: urlOf('recado_worker'),
    jobsUrl: urlOf('recado_jobs'),
    trialUrl: urlOf('recado_trial'),
    hastyUrl: hasty(urlOf('recado_trial')),
    get admin() {
      return open(adminUrl);
    },
    get web() {
      return open(urlOf('recado_web'));
    },
    get worker() {
      return open(urlOf('recado_worker'));
    },
    get jobs() {
      return open(urlOf('recado_jobs'));
    },
    get trial() {
      return open(urlOf('recado_trial'));
    },
    get hasty() {
      return open(hasty(urlOf('recado_trial')));
    },
    async drop() {
      await Promise.all([...handles.values()].map((handle) => handle.end({ timeout: 1 })));
      await asAdmin(server, `drop database if exists ${name} with (force)`);
    },
  };
}

const hasty = (trialUrl: string): string =>
  Object.assign(new URL(trialUrl), { search: '?options=-c%20recado.raised_limits%3Don' }).href;

async function asAdmin(server: TestServer, statement: string): Promise<void> {
  const sql = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
