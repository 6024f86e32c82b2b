import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres } from '@recado/embedded/postgres';
import { birthOf, isRunning } from '@recado/embedded/processes';
import postgres from 'postgres';

/** The roles that the product's processes log in with. */
export const APP_ROLES = ['recado_web', 'recado_worker', 'recado_jobs'] as const;
export type AppRole = (typeof APP_ROLES)[number];

/** The web's rights under the one login whose settings may shift the guard's clock and raise its limits. No installation has it. */
export const TRIAL_ROLE = 'recado_trial';

/** What a test needs to reach the run's server; plain values, so that they travel between processes. */
export type TestServer = {
  readonly adminUrl: string;
  readonly template: string;
  readonly roleUrls: Readonly<Record<AppRole | typeof TRIAL_ROLE, string>>;
};

const PREFIX = 'recado-test-pg-';

/** A throw-away PostgreSQL with a migrated template database. `stop` ends it and removes its files. */
export async function startTestServer(
  options: { migrate?: boolean; tuning?: 'durable' | 'test' } = {},
): Promise<TestServer & { port: number; stop(): Promise<void> }> {
  await sweepAbandoned();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), PREFIX));
  const server = await startPostgres({ dataDir, tuning: options.tuning ?? 'test' });
  fs.writeFileSync(path.join(dataDir, 'owner.json'), JSON.stringify(markOf(process.pid, server.pid)));
  const stop = async () => {
    await server.stop(3000);
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const template = 'recado_template';
    const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
    await admin.unsafe(`create database ${template}`);
    if (options.migrate !== false) {
      const { migrate } = await import('@recado/db/migrate');
      await migrate({ adminUrl: server.urlFor('postgres', template), log: () => {} });
    }
    if (options.migrate !== false) await admin.unsafe(`create role ${TRIAL_ROLE} in role recado_web`);
    await server.admit([...APP_ROLES, TRIAL_ROLE]);
    // nobody may connect to a template, or CREATE DATABASE … TEMPLATE would wait for them
    await admin.unsafe(`alter database ${template} with is_template true allow_connections false`);
    await admin.end();
    const roleUrls = Object.fromEntries(
      [...APP_ROLES, TRIAL_ROLE].map((role) => [role, server.urlFor(role, 'postgres')]),
    );
    return {
      adminUrl: server.adminUrl,
      template,
      roleUrls: roleUrls as TestServer['roleUrls'],
      port: server.port,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A run that was killed leaves its server behind; the next run ends it. */
async function sweepAbandoned(): Promise<void> {
  const folders = fs.readdirSync(os.tmpdir()).filter((name) => name.startsWith(PREFIX));
  for (const folder of folders.map((name) => path.join(os.tmpdir(), name))) {
    try {
      const mark = JSON.parse(fs.readFileSync(path.join(folder, 'owner.json'), 'utf8')) as ReturnType<typeof markOf>;
      if (isSame(mark.owner)) continue;
      if (isSame(mark.server)) process.kill(mark.server.pid, 'SIGQUIT');
      fs.rmSync(folder, { recursive: true, force: true });
    } catch {
      // being made or removed by another run at this moment
    }
  }
}

const markOf = (owner: number, server: number) => ({
  owner: { pid: owner, birth: birthOf(owner) },
  server: { pid: server, birth: birthOf(server) },
});

const isSame = (mark: { pid: number; birth: string }): boolean =>
  isRunning(mark.pid) && birthOf(mark.pid) === mark.birth;
