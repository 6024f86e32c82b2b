import { createLogger } from '@recado/runtime/logger';
import postgres from 'postgres';
import { readMigrationEnv } from './env.ts';
import { migrate } from './migrate.ts';

const log = createLogger({ name: 'migrate' });
const env = readMigrationEnv();
const { applied } = await migrate({ adminUrl: env.DATABASE_ADMIN_URL, log: (line) => log.info(line) });

const ROLES = {
  recado_web: env.RECADO_WEB_DB_PASSWORD,
  recado_worker: env.RECADO_WORKER_DB_PASSWORD,
  recado_jobs: env.RECADO_JOBS_DB_PASSWORD,
};
const sql = postgres(env.DATABASE_ADMIN_URL, { max: 1, onnotice: () => {} });
for (const [role, password] of Object.entries(ROLES)) await setPassword(role, password);
if (env.INNGEST_DB_PASSWORD !== undefined) {
  await makeEngineDatabase();
  await setPassword('inngest', env.INNGEST_DB_PASSWORD);
}
await sql.end();
log.info({ applied: applied.length }, 'the database is up to date');

async function setPassword(role: string, password: string): Promise<void> {
  // the statement takes no parameters, so the server quotes the text itself
  const [row] = await sql<[{ statement: string }]>`
    select format('alter role %I login password %L', ${role}::text, ${password}::text) as statement`;
  await sql.unsafe(row.statement);
}

/** What an Inngest server keeps its own tables in. Its role owns that, and may not even connect to ours. */
async function makeEngineDatabase(): Promise<void> {
  const [known] = await sql<[{ role: boolean; database: boolean; own: string }]>`
    select exists (select 1 from pg_roles where rolname = 'inngest') as role,
      exists (select 1 from pg_database where datname = 'inngest') as database, quote_ident(current_database()) as own`;
  if (!known.role) await sql.unsafe('create role inngest nosuperuser nobypassrls');
  if (!known.database) await sql.unsafe('create database inngest owner inngest');
  await sql.unsafe(`grant connect on database ${known.own} to ${Object.keys(ROLES).join(', ')}`);
  await sql.unsafe(`revoke connect on database ${known.own}, inngest from public`);
}
