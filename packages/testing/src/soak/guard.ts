// program: `npm run soak -- guard [--seed 1] [--rounds 1000] [--logins 200] [--limit 3]`; a limit alone runs that half
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { refusalOf } from '@recado/db';
import postgres, { type Sql } from 'postgres';
import { makePerson, makeWorkspace, openTestSession } from '../companies.ts';
import { startTestServer } from '../test-server.ts';
import { seeded } from './seeded.ts';

/** Rounds of one person. */
const ROUNDS_EACH = 25;

const print = (line: string): void => void process.stdout.write(`${line}\n`);

export type GuardSoakOptions = {
  /** Says the sequence of devices and former tokens again. */
  seed?: number;
  rounds?: number;
  logins?: number;
  /** One limit alone; 1 and then 3 when left out. */
  limit?: number | undefined;
  log?: (line: string) => void;
};

export type GuardSoakResult = { logins: number; violations: string[]; p50Ms: number; p99Ms: number };

/** The long form: a server of its own, by default 200 logins at once × 1,000 rounds × limits 1 and 3. Throws on any violation. */
export async function run(options: GuardSoakOptions = {}): Promise<GuardSoakResult> {
  const { seed = 1, rounds = 1_000, logins = 200, log = print } = options;
  const limits = options.limit === undefined ? [1, 3] : [options.limit];
  log(`guard: seed ${seed}, ${rounds} rounds of ${logins} logins with limit ${limits.join(' and with limit ')}`);
  const server = await startTestServer();
  const name = `soak_${randomUUID().replaceAll('-', '')}`;
  const admin = postgres(server.adminUrl, { max: 2, onnotice: () => {} });
  try {
    await admin.unsafe(`create database ${name} template ${server.template}`);
    const within = (url: string) => Object.assign(new URL(url), { pathname: `/${name}` }).href;
    const owner = postgres(within(server.adminUrl), { max: 2, onnotice: () => {} });
    // hundreds of logins of one person at once are asked to keep cool anywhere else
    const raised = Object.assign(new URL(within(server.roleUrls.recado_trial)), {
      search: '?options=-c%20recado.raised_limits%3Don',
    });
    const web = postgres(raised.href, { max: 40, onnotice: () => {} });
    try {
      const results = [];
      for (const limit of limits) results.push(await raceLogins({ owner, web, limit, rounds, logins, seed, log }));
      const violations = results.flatMap((each) => each.violations);
      if (violations.length > 0) throw new Error(`The guard was broken:\n${violations.slice(0, 20).join('\n')}`);
      const total = results.reduce((sum, each) => sum + each.logins, 0);
      log(
        `guard: ${total} logins, no violation, ${results.map((each) => `p50 ${each.p50Ms.toFixed(0)} ms, p99 ${each.p99Ms.toFixed(0)} ms`).join('; ')}`,
      );
      return { ...(results[0] as GuardSoakResult), logins: total, violations };
    } finally {
      await Promise.all([owner.end({ timeout: 2 }), web.end({ timeout: 2 })]);
    }
  } finally {
    await admin.end({ timeout: 2 });
    await server.stop();
  }
}

/** Many logins of one person at once, round after round; what any of them left behind that the policy forbids is a violation. */
export async function raceLogins(options: {
  owner: Sql;
  web: Sql;
  limit: number;
  rounds: number;
  logins: number;
  seed: number;
  log?: (line: string) => void;
}): Promise<GuardSoakResult> {
  const { owner, web, limit, rounds, logins, seed, log } = options;
  const random = seeded(seed * 31 + limit);
  const violations: string[] = [];
  const times: number[] = [];
  let personId = '';
  let workspaceId = '';
  for (let round = 0; round < rounds; round += 1) {
    // nobody logs in a hundred thousand times: who has done so for a while is followed by somebody new
    if (round % ROUNDS_EACH === 0) {
      const person = await makePerson(owner, { sessionLimit: limit });
      personId = person.id;
      workspaceId = (await makeWorkspace(owner, { owner: person })).id;
    }
    const devices = Array.from({ length: 1 + Math.floor(random() * 40) }, () => randomUUID());
    const passes: { sessionId: string; pass: Buffer }[] = [];
    await Promise.all(
      Array.from({ length: logins }, async () => {
        const device = devices[Math.floor(random() * devices.length)] as string;
        // every other round some of them hold another's cookie already
        const held = round % 2 === 1 && random() < 0.1 ? passes[Math.floor(random() * passes.length)] : undefined;
        const started = performance.now();
        const browser = `Browser ${round}`;
        passes.push(await openTestSession(web, personId, { device, browser, former: held?.pass ?? null }));
        times.push(performance.now() - started);
      }),
    );
    violations.push(...(await judgeRound({ owner, web, personId, workspaceId, limit, passes, round })));
    if (log && round % 100 === 99) log(`guard: limit ${limit}, round ${round + 1}, ${violations.length} violations`);
  }
  times.sort((a, b) => a - b);
  return {
    logins: times.length,
    violations,
    p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
  };
}

type Round = {
  owner: Sql;
  web: Sql;
  personId: string;
  workspaceId: string;
  limit: number;
  passes: { sessionId: string; pass: Buffer }[];
  round: number;
};

async function judgeRound({ owner, web, personId, workspaceId, limit, passes, round }: Round): Promise<string[]> {
  const violations: string[] = [];
  // those of this round and whoever lives; all of the hundreds of thousands before them would be read again each time
  const sessions = await owner`
    select id, seq, slot, ended_at from (select * from guard.session where person_id = ${personId} order by seq desc limit ${passes.length}) newest
    union select id, seq, slot, ended_at from guard.session where person_id = ${personId} and ended_at is null order by seq desc`;
  const live = sessions.filter((each) => each.ended_at === null);
  const newest = sessions[0];
  // where browsers held each other's cookies, the last one may have freed a place more than it took
  if (live.length > limit || live.length < (round % 2 === 1 ? 1 : limit))
    violations.push(`round ${round}: ${live.length} live sessions with a limit of ${limit}`);
  if (newest && newest.ended_at !== null) violations.push(`round ${round}: the last login does not live`);
  if (new Set(live.map((each) => each.slot)).size !== live.length || live.some((each) => each.slot > limit))
    violations.push(`round ${round}: slots ${live.map((each) => each.slot)}`);
  const living = new Set(live.map((each) => each.id as string));
  const sample = passes.filter(({ sessionId }, n) => living.has(sessionId) || n % 10 === 0);
  for (const { sessionId, pass } of sample) {
    const refusal = await web`select 1 from guard.enter(${pass}, null, ${workspaceId})`.then(
      () => null,
      (error) => refusalOf(error),
    );
    const mayEnter = living.has(sessionId);
    if (mayEnter && refusal !== null) violations.push(`round ${round}: a live session was refused`);
    if (!mayEnter && refusal?.kind !== 'session') violations.push(`round ${round}: a loser was let in`);
    if (refusal?.kind === 'session' && !['displaced', 'replaced'].includes(refusal.detail.reason))
      violations.push(`round ${round}: refused as ${refusal.detail.reason}`);
    if (refusal?.kind === 'session' && refusal.detail.by?.browser !== `Browser ${round}`)
      violations.push(`round ${round}: told the wrong winner`);
  }
  return violations;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      rounds: { type: 'string' },
      logins: { type: 'string' },
      limit: { type: 'string' },
    },
  });
  await run({
    seed: Number(values.seed ?? Date.now() % 100_000),
    rounds: Number(values.rounds ?? 1_000),
    logins: Number(values.logins ?? 200),
    limit: values.limit === undefined ? undefined : Number(values.limit),
  });
}
