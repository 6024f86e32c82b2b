// program: `npm run soak -- refresh [--seed 1] [--refreshes 100000] [--replays 1000]`
import { randomBytes, randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { beginAttempt, initSession, keepToken, readPass, settleRefusal } from '@recado/core/identity';
import type { PublicCtx } from '@recado/core/kernel';
import { refusalOf } from '@recado/db';
import { parseKeyring } from '@recado/runtime/crypto';
import postgres, { type ReservedSql, type Sql } from 'postgres';
import { makePerson } from '../companies.ts';
import { startTestServer } from '../test-server.ts';
import { seeded } from './seeded.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const TABS = 8;
const LOST = 0.2;
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export type RefreshResult = {
  refreshes: number;
  rotations: number;
  falseLogouts: string[];
  replays: number;
  /** Replays of genuine former tokens after which the session lived on. */
  missed: string[];
  /** Invented former tokens that ended a session. */
  fooled: string[];
};

type Stage = { admin: Sql; tabs: ReservedSql[]; base: Omit<PublicCtx, 'db'>; random: () => number };

/**
 * Eight tabs of one browser refresh its token while a fifth of the answers is lost and ten minutes pass between rounds; afterwards a former
 * token comes back. Nobody is logged out who should not be, and every token that comes back ends its session.
 */
export async function refreshAndReplay(options: {
  adminUrl: string;
  trialUrl: string;
  refreshes: number;
  replays: number;
  seed: number;
  log?: (line: string) => void;
}): Promise<RefreshResult> {
  const admin = postgres(options.adminUrl, { max: 2, onnotice: () => {} });
  const trial = postgres(options.trialUrl, { max: TABS, onnotice: () => {} });
  const result: RefreshResult = { refreshes: 0, rotations: 0, falseLogouts: [], replays: 0, missed: [], fooled: [] };
  try {
    const tabs = await Promise.all(Array.from({ length: TABS }, () => trial.reserve()));
    const stage: Stage = { admin, tabs, base: contextBase(), random: seeded(options.seed) };
    const rounds = Math.max(2, Math.round(options.refreshes / options.replays / TABS));
    for (let n = 0; n < options.replays; n += 1) {
      await oneSession(stage, rounds, result);
      if (options.log && n % 100 === 99)
        options.log(
          `refresh: ${n + 1} sessions, ${result.refreshes} refreshes, ${result.falseLogouts.length} false logouts`,
        );
    }
    for (const tab of tabs) tab.release();
    return result;
  } finally {
    await Promise.all([admin.end({ timeout: 2 }), trial.end({ timeout: 2 })]);
  }
}

const contextBase = () =>
  ({
    keyring: parseKeyring(`k1:${randomBytes(32).toString('base64')}`),
    ports: { hints: { emitted: () => {} } },
    origin: { address: '203.0.113.5', userAgent: AGENT, deviceHash: randomBytes(32) },
  }) as unknown as Omit<PublicCtx, 'db'>;

async function oneSession(stage: Stage, rounds: number, result: RefreshResult): Promise<void> {
  const { tabs, base, random } = stage;
  const ctxOf = (tab: ReservedSql) => ({ ...base, db: tab as unknown as PublicCtx['db'] }) as PublicCtx;
  const passOf = (token: string) => readPass(token, base.origin) as Buffer;
  const shift = (minutes: number, seconds = 0) =>
    Promise.all(
      tabs.map(
        (tab) => tab`select set_config('recado.clock_shift', ${`${minutes} minutes ${seconds} seconds`}, false)`,
      ),
    );
  await shift(0);
  const person = await makePerson(stage.admin);
  const first = tabs[0] as ReservedSql;
  const attempt = await beginAttempt(ctxOf(first), { personId: person.id, epoch: 0, amr: ['passkey'] });
  const opened = await initSession(ctxOf(first), attempt, null);
  const jar = { token: opened.token };
  const former: string[] = [];

  for (let round = 1; round <= rounds; round += 1) {
    // at times the lid was closed for so long that only a live heartbeat just before keeps the session
    await shift(round * 10 + (round > rounds / 2 ? 30 : 0));
    await Promise.all(
      tabs.map(async (tab) => {
        await new Promise((resolve) => setTimeout(resolve, random() * 4));
        const presented = jar.token;
        const pass = passOf(presented);
        const refused = await tab`select guard.renew_activity(${pass}, null, '0 seconds', '45 minutes')`.then(
          () => null,
          (error) => refusalOf(error) ?? error,
        );
        if (refused) result.falseLogouts.push(`round ${round}: ${JSON.stringify(refused)}`);
        const { successor } = await keepToken(ctxOf(tab), presented, pass);
        result.refreshes += 1;
        if (!successor || random() < LOST || genOf(successor) <= genOf(jar.token)) return;
        former.push(jar.token);
        jar.token = successor;
        result.rotations += 1;
      }),
    );
  }
  await replay(stage, { jar, former, sessionId: opened.sessionId, shift, minutes: rounds * 10 + 40 }, result);
}

const genOf = (token: string): number => Number(token.split('.')[3]);

async function replay(
  { tabs, base, admin, random }: Stage,
  of: {
    jar: { token: string };
    former: string[];
    sessionId: string;
    shift(minutes: number, seconds?: number): Promise<unknown>;
    minutes: number;
  },
  result: RefreshResult,
): Promise<void> {
  const tab = tabs[1] as ReservedSql;
  const ctx = { ...base, db: tab as unknown as PublicCtx['db'] } as PublicCtx;
  const passOf = (token: string) => readPass(token, base.origin) as Buffer;
  // whoever owns the browser gets the newest token and uses it
  const { successor } = await keepToken(ctx, of.jar.token, passOf(of.jar.token));
  if (successor) {
    of.former.push(of.jar.token);
    of.jar.token = successor;
  }
  await tab`select guard.renew_activity(${passOf(of.jar.token)}, null, '0 seconds', '45 minutes')`;
  await of.shift(of.minutes, 31);
  const old = of.former[Math.floor(random() * of.former.length)] ?? of.jar.token;
  const isEnded = async () =>
    (await admin`select end_reason from guard.session where id = ${of.sessionId}`)[0]?.end_reason as string | null;

  const invented = `${old.slice(0, old.lastIndexOf('.'))}.${randomBytes(32).toString('base64url')}`;
  await settleRefusal(ctx, invented, passOf(invented));
  if (await isEnded()) result.fooled.push(of.sessionId);

  result.replays += 1;
  const entered = await tab`select guard.viewer(${passOf(old)}, null)`.then(
    () => true,
    () => false,
  );
  await settleRefusal(ctx, old, passOf(old));
  if (entered || (await isEnded()) !== 'reuse') result.missed.push(`${of.sessionId}: ${await isEnded()}`);
}

/** The long form on a server of its own. Throws on any false logout and on any replay that was not caught. */
export async function run(options: {
  seed: number;
  refreshes: number;
  replays: number;
  log?: (line: string) => void;
}): Promise<RefreshResult> {
  const { seed, refreshes, replays, log = print } = options;
  log(
    `refresh: seed ${seed}, ${refreshes} refreshes over ${TABS} tabs, ${LOST * 100} % of the answers lost, ${replays} replays`,
  );
  const server = await startTestServer();
  const name = `soak_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${name} template ${server.template}`);
    const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const urls = { adminUrl: within(server.adminUrl), trialUrl: within(server.roleUrls.recado_trial) };
    const result = await refreshAndReplay({ ...urls, refreshes, replays, seed, log });
    log(`refresh: ${result.refreshes} refreshes, ${result.rotations} rotations, ${result.replays} replays`);
    const faults = [...result.falseLogouts, ...result.missed, ...result.fooled];
    if (faults.length > 0) throw new Error(`Rotation failed:\n${faults.slice(0, 20).join('\n')}`);
    return result;
  } finally {
    await admin.end({ timeout: 2 });
    await server.stop();
  }
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, refreshes: { type: 'string' }, replays: { type: 'string' } },
  });
  await run({
    seed: Number(values.seed ?? Date.now() % 100_000),
    refreshes: Number(values.refreshes ?? 100_000),
    replays: Number(values.replays ?? 1_000),
  });
}
