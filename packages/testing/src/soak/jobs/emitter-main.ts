import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';
import { seeded } from '../seeded.ts';
import { followJournal, type Line } from './journal.ts';
import { takeSettings } from './settings.ts';
import { ANSWER, runsOfEvent, WORKLOAD } from './workload.ts';

/** How long a statement may take before this process gives up on its connections and is started anew. */
const PATIENCE_MS = 10_000;
const names = Object.keys(WORKLOAD);
class Regret extends Error {}

const settings = takeSettings();
const generation = process.argv[3] ?? '0';
const random = seeded(settings.seed + Number(generation));
const sql = postgres(settings.databaseUrl, { max: 2, connect_timeout: 5, onnotice: () => {} });
let target = 0;
let lastSign = Date.now();
process.on('message', (runs: number) => {
  target = runs;
});
setInterval(() => {
  if (Date.now() - lastSign > PATIENCE_MS) process.exit(1);
}, 1_000);
void answerQuestions();
await emitUntilTarget();

/** Emits in transactions, some of which roll back, until as many runs are owed as were asked for; says so each time. */
async function emitUntilTarget(): Promise<never> {
  let said = 0;
  for (let next = 0; ; ) {
    const owed = await owedRuns();
    if (owed >= target) {
      if (said !== target) process.send?.({ kind: 'reached', target });
      said = target;
      await pause(10);
      continue;
    }
    for (let runs = owed; runs < target; ) {
      const name = names[next % names.length] as string;
      const isRegretted = random() < 0.15;
      const key = `${isRegretted ? 'undone' : 'event'}-${generation}-${next++}`;
      if (!(await emit(name, key, isRegretted))) break;
      if (isRegretted) process.send?.({ kind: 'rolledBack' });
      else runs += runsOfEvent(name);
    }
  }
}

/** Whether the outcome is known; whether a transaction that met a kill was committed, its own list tells later. */
async function emit(name: string, key: string, isRegretted: boolean): Promise<boolean> {
  try {
    await sql.begin(async (tx) => {
      await tx`insert into proof.emitted (key, name) values (${key}, ${name})`;
      await tx`select jobs.emit_global(${name}, ${tx.json({ key })})`;
      if (isRegretted) throw new Regret();
    });
  } catch (error) {
    if (!(error instanceof Regret)) {
      await pause(50);
      return false;
    }
  }
  lastSign = Date.now();
  return true;
}

async function owedRuns(): Promise<number> {
  for (;;) {
    try {
      const rows = await sql<{ name: string; count: number }[]>`
        select name, count(*)::integer as count from proof.emitted group by name`;
      lastSign = Date.now();
      return rows.reduce((sum, { name, count }) => sum + count * runsOfEvent(name), 0);
    } catch {
      await pause(50);
    }
  }
}

/** Answers every question that was asked, again and again until it is closed: nobody outside can see a wait begin. */
async function answerQuestions(): Promise<never> {
  const follow = followJournal(settings.folder);
  const said: Line[] = [];
  for (;;) {
    said.push(...follow().filter(({ fn }) => fn === 'question'));
    const closed = new Set(said.filter(({ step }) => step === 'close').map(({ key }) => key));
    const open = new Set(said.filter(({ key, step }) => step === 'ask' && !closed.has(key)).map(({ key }) => key));
    for (const key of open) await sql`select jobs.emit_global(${ANSWER}, ${sql.json({ key })})`.catch(() => pause(50));
    await pause(400);
  }
}
