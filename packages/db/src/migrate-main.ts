import { createLogger } from '@recado/runtime/logger';
import postgres from 'postgres';
import { readMigrationEnv } from './env.ts';
import { migrate } from './migrate.ts';

const log = createLogger({ name: 'migrate' });
const env = readMigrationEnv();
const { applied } = await migrate({ adminUrl: env.DATABASE_ADMIN_URL, log: (line) => log.info(line) });

const passwords = {
  recado_web: env.RECADO_WEB_DB_PASSWORD,
  recado_worker: env.RECADO_WORKER_DB_PASSWORD,
  recado_jobs: env.RECADO_JOBS_DB_PASSWORD,
};
const sql = postgres(env.DATABASE_ADMIN_URL, { max: 1, onnotice: () => {} });
for (const [role, password] of Object.entries(passwords)) {
  // the statement takes no parameters, so the server quotes the text itself
  const [row] = await sql<[{ statement: string }]>`
    select format('alter role %I login password %L', ${role}::text, ${password}::text) as statement`;
  await sql.unsafe(row.statement);
}
await sql.end();
log.info({ applied: applied.length }, 'the database is up to date');
