import fs from 'node:fs';
import path from 'node:path';
import { migrate } from '@recado/db/migrate';
import { type Child, childService } from '@recado/embedded/child-service';
import { readEmbeddedEnv } from '@recado/embedded/env';
import { type Installation, openInstallation } from '@recado/embedded/installation';
import { FolderTaken, openChildrenFile, takeFolder } from '@recado/embedded/leftovers';
import { choosePort } from '@recado/embedded/ports';
import { type PostgresServer, startPostgres } from '@recado/embedded/postgres';
import { LoosePermissions } from '@recado/embedded/private-files';
import { createSupervisor, type Service, type Supervisor } from '@recado/embedded/supervisor';
import { buildWeb } from './build-web.ts';
import {
  addressesOf,
  issuerChild,
  jobsChild,
  mailboxChild,
  type Ports,
  simulatorChild,
  stripeChild,
  webChild,
  workerChildren,
} from './children.ts';
import { type DemoLogin, prepareDemo } from './demo.ts';
import { livenDemo } from './liven-demo.ts';
import { endTasks } from './run-task.ts';
import { createShow, ROOT, say, untilAskedToStop } from './terminal.ts';

const ROLES = ['recado_web', 'recado_worker', 'recado_jobs'];
const DATABASE = 'recado';

/** `npm start`: the whole product on this machine, until it is asked to stop. Answers the exit code. */
export async function start(args: string[]): Promise<number> {
  const isVerbose = args.includes('--verbose');
  const env = readEmbeddedEnv();
  let installation: Installation;
  let held: ReturnType<typeof takeFolder>;
  try {
    installation = openInstallation(path.resolve(ROOT, env.RECADO_DATA_DIR ?? '.data'));
    held = takeFolder(installation.folder);
  } catch (error) {
    if (!(error instanceof FolderTaken) && !(error instanceof LoosePermissions)) throw error;
    say(error.message);
    return 1;
  }
  const asked = untilAskedToStop();
  const broken = untilBroken();
  const runningFile = path.join(installation.folder, 'running.json');
  const children = openChildrenFile(installation.folder);
  let record: () => void = () => {};
  const supervisor = createSupervisor({ say, children, changed: () => record() });
  const show = createShow();
  let code = 0;
  try {
    const leftOver = await children.stopLeftOver();
    if (leftOver.length > 0) say(`ended what an interrupted run had left: ${leftOver.join(', ')}`);
    const serve = bringUp({ installation, supervisor, isVerbose, show, env, record: (write) => (record = write) });
    const reason = await Promise.race([serve.then(() => asked), asked, broken]);
    if (reason instanceof Error) code = 1;
    say(reason instanceof Error ? `stopping after an error: ${reason.stack}` : `stopping (${reason})`);
    endTasks();
    // what is still on its way up waits for a database that goes away: its end is not worth waiting for
    serve.catch(() => {});
    await supervisor.stop();
  } catch (error) {
    code = 1;
    say(`could not start: ${(error as Error).message}`);
    say(`more in ${installation.logsDir}`);
    endTasks();
    await supervisor.stop();
  }
  record = () => {};
  fs.rmSync(runningFile, { force: true });
  held.release();
  say('stopped');
  return code;
}

/**
 * Resolves with the first error that nobody caught. It must not end this process before everything is stopped; and
 * what the database client throws while its server is being stopped under it is no news.
 */
const untilBroken = (): Promise<Error> => new Promise((resolve) => process.on('uncaughtException', resolve));

type Work = {
  installation: Installation;
  supervisor: Supervisor;
  isVerbose: boolean;
  show: (line: string) => void;
  env: ReturnType<typeof readEmbeddedEnv>;
  record: (write: () => void) => void;
};

async function bringUp({ installation, supervisor, isVerbose, show, env, record }: Work): Promise<void> {
  const terminal = { logsDir: installation.logsDir, isVerbose, show };
  const service = (child: Child): Service => childService(child, terminal);
  const ports = await choosePorts(env.RECADO_PORT_BASE);
  const database = postgresService(installation, env.RECADO_PORT_BASE);

  const building = buildWeb({ logFile: path.join(installation.logsDir, 'build.log'), isVerbose }).then((isNew) =>
    say(isNew ? 'screens built' : 'screens unchanged since the last build'),
  );
  // it is awaited below; until then a failure must not count as unhandled
  building.catch(() => {});
  const preparing = (async () => {
    await supervisor.start([database.service]);
    const server = database.current();
    say(`PostgreSQL 18 on 127.0.0.1:${server.port}`);
    const logins = await prepareDatabase(server, installation, env.RECADO_NO_DEMO === undefined);
    const helpers = [
      simulatorChild(installation, ports),
      mailboxChild(installation, ports),
      issuerChild(ports),
      stripeChild(installation, ports),
    ];
    await supervisor.start(helpers.map(service));
    say('WhatsApp and Stripe simulators, mailbox and test accounts are up');
    const urls = {
      web: server.urlFor('recado_web', DATABASE),
      worker: server.urlFor('recado_worker', DATABASE),
      jobs: server.urlFor('recado_jobs', DATABASE),
    };
    const root = await simulatorRoot(ports.simulator, installation.simulatorToken);
    return { server, logins, urls, root };
  })();
  const [{ server, logins, urls, root }] = await Promise.all([preparing, building]);
  await supervisor.start(
    [...workerChildren(installation, ports, urls, root), jobsChild(installation, ports, urls)].map(service),
  );
  say('workers and jobs are up');
  const simulator = { url: `http://127.0.0.1:${ports.simulator}`, token: installation.simulatorToken };
  await Promise.all([
    supervisor.start([service(webChild(installation, ports, urls))]),
    // a demo without ticks is still a demo: no start fails over it
    env.RECADO_NO_DEMO === undefined &&
      livenDemo({ adminUrl: server.urlFor('postgres', DATABASE), simulator, say }).catch((error: Error) =>
        say(`the demo's numbers are not linked: ${error.message}`),
      ),
  ]);
  const write = () => writeRunning(installation, ports, server, supervisor);
  record(write);
  write();
  say('ready');
  printAddresses(ports, logins, installation);
}

async function choosePorts(base: number): Promise<Ports> {
  const choose = async (offset: number, what: string): Promise<number> => {
    const { port, note } = await choosePort(base === 0 ? 0 : base + offset, what);
    if (note) say(note);
    return port;
  };
  return {
    web: await choose(0, 'the web server'),
    simulator: await choose(1, 'the simulator'),
    mailbox: await choose(2, 'the mailbox'),
    smtp: await choose(3, 'the mail server'),
    workerSimulator: await choose(5, 'the worker'),
    workerWhatsapp: await choose(6, 'the WhatsApp worker'),
    jobs: await choose(7, 'the jobs'),
    jobsHealth: await choose(8, "the jobs' health"),
    issuer: await choose(9, 'the test accounts'),
    stripe: await choose(10, 'the simulator of Stripe'),
  };
}

function postgresService(installation: Installation, base: number): { service: Service; current(): PostgresServer } {
  let server: PostgresServer | undefined;
  const service: Service = {
    name: 'postgres',
    graceMs: 2500,
    async start() {
      // after a restart the others still hold the first port, so it must stay
      server = await startPostgres({
        dataDir: installation.postgresDir,
        tuning: 'durable',
        say,
        ...(server ? { port: server.port, isPortFixed: true } : { port: base === 0 ? undefined : base + 4 }),
      });
      const { pid, ended, stop } = server;
      return { pid, ended: ended.then(() => 'see postgres/postgres.log'), stop };
    },
  };
  return {
    service,
    current() {
      if (!server) throw new Error('PostgreSQL has not been started');
      return server;
    },
  };
}

async function prepareDatabase(
  server: PostgresServer,
  installation: Installation,
  withDemo: boolean,
): Promise<DemoLogin[]> {
  await server.createDatabase(DATABASE);
  const adminUrl = server.urlFor('postgres', DATABASE);
  const { applied } = await migrate({ adminUrl, log: () => {} });
  await server.admit(ROLES);
  say(applied.length > 0 ? `database brought up to date (${applied.length} migrations)` : 'database is up to date');
  if (!withDemo) return [];
  const logins = await prepareDemo(installation, adminUrl, () => {});
  say('demo workspaces are in place');
  return logins;
}

async function simulatorRoot(port: number, token: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/control/info`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the simulator answered ${response.status} to /control/info`);
  return ((await response.json()) as { root: string }).root;
}

function writeRunning(installation: Installation, ports: Ports, server: PostgresServer, supervisor: Supervisor): void {
  const content = {
    pid: process.pid,
    pids: supervisor.pids(),
    urls: addressesOf(ports),
    ports: { ...ports, postgres: server.port },
    database: Object.fromEntries([
      ['admin', server.urlFor('postgres', DATABASE)],
      ...ROLES.map((role) => [role.replace('recado_', ''), server.urlFor(role, DATABASE)]),
    ]),
    simulatorToken: installation.simulatorToken,
    demoLoginsFile: installation.demoLoginsFile,
    dataDir: installation.folder,
  };
  const file = path.join(installation.folder, 'running.json');
  fs.writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  fs.renameSync(`${file}.new`, file);
}

function printAddresses(ports: Ports, logins: readonly DemoLogin[], installation: Installation): void {
  const urls = addressesOf(ports);
  const lines = [
    `  Recado               ${urls.web}`,
    `  WhatsApp simulator   ${urls.simulator}`,
    `  Mailbox              ${urls.mailbox}`,
    '',
  ];
  if (logins.length > 0) {
    const widest = Math.max(...logins.map(({ email }) => email.length));
    lines.push(`  Demo logins (made for this installation, also in ${installation.demoLoginsFile})`);
    for (const { email, password, note } of logins) lines.push(`    ${email.padEnd(widest)}  ${password}  ${note}`);
    lines.push('');
  }
  lines.push('  Ctrl-C stops everything.', '');
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
