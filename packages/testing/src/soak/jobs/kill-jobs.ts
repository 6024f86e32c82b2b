import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { until } from '../../product/until.ts';
import { seeded } from '../seeded.ts';
import { followJournal, type Line } from './journal.ts';
import { type Committed, judge, type Verdict } from './judge.ts';
import { openStage, type Stage, TARGETS, type Target } from './stage.ts';
import { WORKLOAD } from './workload.ts';

export type KillJobsOptions = {
  kills: number;
  runs: number;
  seed: number;
  say(line: string): void;
  logLevel?: string;
  /** How long the runs may take to end once the killing is over. */
  settleMs?: number;
};
export type KillJobsReport = Verdict & { kills: Record<string, number>; events: number; rolledBack: number };

/**
 * Kills executor, app and Postgres with SIGKILL at random points while events are emitted in transactions, some of which
 * roll back, and their runs work; then holds what the functions did to the world against what was committed.
 */
export async function killJobs(options: KillJobsOptions): Promise<KillJobsReport> {
  const { seed, logLevel = 'silent' } = options;
  const stage = await openStage({ seed, logLevel });
  try {
    const { kills, killedAt } = await killAround(stage, options);
    const committed = await readCommitted(stage.adminUrl);
    const follow = followJournal(stage.folder);
    const lines: Line[] = [];
    const look = (): Line[] => {
      lines.push(...follow());
      return lines;
    };
    // runs that never end are the judge's to tell
    await until('all runs to end', () => !isUnfinished(look(), committed), options.settleMs ?? 90_000).catch(() => {});
    // what would run twice has had its chance by then
    await pause(1_500);
    const verdict = judge(look(), committed, killedAt);
    return { ...verdict, kills, events: committed.length, rolledBack: stage.rolledBack() };
  } finally {
    await stage.close();
  }
}

/** The load lasts as long as the killing does: a share of it around each kill. */
async function killAround(
  stage: Stage,
  { kills: count, runs, seed, say }: KillJobsOptions,
): Promise<{ kills: Record<string, number>; killedAt: number[] }> {
  const random = seeded(seed);
  const kills: Record<string, number> = {};
  const killedAt: number[] = [];
  const follow = followJournal(stage.folder);
  for (let n = 0; n < count; n++) {
    const emitting = stage.emit(Math.ceil((runs * (n + 1)) / count));
    emitting.catch(() => {});
    // a kill is to meet work: whatever was killed before has come back and does something
    await until('a step to begin', () => follow().length > 0, 15_000).catch(() => {});
    await pause(50 + random() * 700);
    const target = TARGETS[Math.floor(random() * TARGETS.length)] as Target;
    killedAt.push(Date.now());
    await stage.kill(target);
    kills[target] = (kills[target] ?? 0) + 1;
    say(`kill ${n + 1}/${count}: ${target}`);
    await emitting;
  }
  return { kills, killedAt };
}

async function readCommitted(adminUrl: string): Promise<Committed[]> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    return [...(await sql<Committed[]>`select key, name from proof.emitted order by key`)];
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function isUnfinished(lines: readonly Line[], committed: readonly Committed[]): boolean {
  const effects = new Set(
    lines.filter(({ kind }) => kind === 'effect').map(({ key, fn, step }) => `${key} ${fn} ${step}`),
  );
  return committed.some(({ key, name }) =>
    Object.entries(WORKLOAD[name] ?? {}).some(([fn, shape]) =>
      shape.flat().some((step) => !effects.has(`${key} ${fn} ${step}`)),
    ),
  );
}
