import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { migrate } from '@recado/db/migrate';
import { startPostgres } from '@recado/embedded/postgres';
import { APP_ROLES, TRIAL_ROLE } from '@recado/testing/test-server';
import postgres from 'postgres';
import { type Sizes, seed } from './seed.ts';

const ROOT = path.resolve(import.meta.dirname, '../../../..');

/** `hastyUrl` is the web's without its caps on calls. */
export type InboxDatabase = {
  adminUrl: string;
  webUrl: string;
  hastyUrl: string;
  workerUrl: string;
  stop(): Promise<void>;
};

/** The database of a size, made when its generator or the product's tables are others than those of the one that is kept. */
export async function openInboxDatabase(sizes: Sizes, say: (line: string) => void): Promise<InboxDatabase> {
  const kept = path.join(ROOT, '.cache/bench');
  const dataDir = path.join(kept, `inbox-${hashOf(sizes)}`);
  fs.mkdirSync(kept, { recursive: true });
  for (const name of fs.readdirSync(kept))
    if (name.startsWith('inbox-') && path.join(kept, name) !== dataDir) await forget(path.join(kept, name));
  const isReady = fs.existsSync(path.join(dataDir, 'seeded'));
  if (!isReady) {
    await forget(dataDir);
    await fill(dataDir, sizes, say);
  } else say('the database of the last run is taken');
  const server = await startPostgres({ dataDir, tuning: 'durable' });
  // functions of today over the tables that are kept
  if (isReady) await migrate({ adminUrl: server.urlFor('postgres', 'bench'), log: () => {} });
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(
    `do $$ begin create role ${TRIAL_ROLE} in role recado_web; exception when duplicate_object then null; end $$`,
  );
  await admin.end({ timeout: 2 });
  await server.admit([TRIAL_ROLE]);
  const hasty = new URL(server.urlFor(TRIAL_ROLE, 'bench'));
  hasty.search = '?options=-c%20recado.raised_limits%3Don';
  return {
    hastyUrl: hasty.href,
    adminUrl: server.urlFor('postgres', 'bench'),
    webUrl: server.urlFor('recado_web', 'bench'),
    workerUrl: server.urlFor('recado_worker', 'bench'),
    stop: () => server.stop(10_000),
  };
}

async function fill(dataDir: string, sizes: Sizes, say: (line: string) => void): Promise<void> {
  const started = performance.now();
  // nothing is lost that could not be made again; the marker is written when all is flushed
  const server = await startPostgres({ dataDir, tuning: 'test' });
  try {
    await server.createDatabase('bench');
    const adminUrl = server.urlFor('postgres', 'bench');
    await migrate({ adminUrl, log: () => {} });
    await server.admit(APP_ROLES);
    const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
    await seed(sql, sizes, say);
    await sql`checkpoint`;
    await sql.end({ timeout: 2 });
  } finally {
    await server.stop(60_000);
  }
  fs.writeFileSync(path.join(dataDir, 'seeded'), new Date().toISOString());
  say(`made in ${Math.round((performance.now() - started) / 1000)} s, and kept for the next run`);
}

/** A server that a killed run left behind is ended before its files go. */
async function forget(dataDir: string): Promise<void> {
  if (fs.existsSync(path.join(dataDir, 'postmaster.pid'))) {
    const server = await startPostgres({ dataDir, tuning: 'test' }).catch(() => null);
    await server?.stop(3_000);
  }
  fs.rmSync(dataDir, { recursive: true, force: true });
}

/** Of everything that the rows and their indexes come from. */
function hashOf(sizes: Sizes): string {
  const hash = createHash('sha256').update(JSON.stringify(sizes));
  const add = (folder: string, isOurs: (name: string) => boolean) => {
    for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (isOurs(name)) hash.update(fs.readFileSync(path.join(folder, name)));
  };
  add(import.meta.dirname, (name) => /^(seed|words)\.ts$/.test(name));
  add(path.join(ROOT, 'drizzle'), (name) => name.endsWith('.sql'));
  return hash.digest('hex').slice(0, 16);
}
