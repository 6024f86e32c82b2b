import type { Answer } from './apply-answer.ts';
import type { Batcher } from './batcher.ts';
import { type AppAnswer, callFunction } from './call-function.ts';
import type { Delivery } from './deliver-event.ts';
import { type Engine, refuse, type Work } from './engine.ts';
import type { KnownFunction } from './function-config.ts';
import { readAnswer, type Verdict } from './read-answer.ts';
import { rerun } from './rerun.ts';
import { judgeUnserved, readAbsence } from './unserved.ts';

/** Where the results of work go, each a batch. */
export type Doors = {
  apply: Batcher<Answer, boolean>;
  readEvent: Batcher<Work, Delivery>;
  deliver: Batcher<Delivery, void>;
};

/** Does one piece of claimed work to its end. Throws only when the database refuses what no retry helps. */
export async function doWork(engine: Engine, doors: Doors, work: Work): Promise<void> {
  if (work.kind === 'call') return call(engine, doors.apply, work);
  const drop = (): Promise<void> =>
    doors.deliver.add({ id: work.id, lock: work.lock, event: null, waits: [], starts: [] });
  if (work.crashes >= engine.options.crashLimit) {
    engine.log.error(
      { kind: work.kind, event: work.event, run: work.run },
      'given up: it crashed its process again and again',
    );
    return drop();
  }
  if (work.kind === 'event') return doors.deliver.add(await doors.readEvent.add(work));
  if (work.kind === 'rerun') return rerun(engine, doors.deliver, work);
  if (work.kind === 'cancel') {
    await engine.sql`select jobs.cancel_run(${work.run}, ${engine.tellFinished})`;
    engine.nudge();
  }
  await drop();
}

async function call(engine: Engine, apply: Batcher<Answer, boolean>, work: Work): Promise<void> {
  const fn = engine.functions.get(work.fn ?? '');
  if (work.events === null) {
    await apply.add({ work, version: -1 });
    return;
  }
  const verdict = fn ? await askUnlessPoisoned(engine, work, fn) : await waitForFunction(engine, work);
  if (!verdict) return;
  const held = await apply.add({ ...verdict, work });
  if (!held) refuse(engine, 'staleAnswer', { run: work.run, step: work.step });
  else if (verdict.status === 'failed')
    engine.log.error({ run: work.run, function: work.fn, error: short(verdict.error) }, 'run failed');
  if (verdict.status !== 'completed' || verdict.ops || !fn?.plain || engine.tellFinished) {
    engine.nudge();
    engine.timed();
  }
}

/** Null while the call waits for a process that serves its function. */
async function waitForFunction(engine: Engine, work: Work): Promise<Verdict | null> {
  const fn = work.fn ?? '';
  refuse(engine, 'unknownFunction', { function: fn, run: work.run });
  const judged = judgeUnserved(fn, await readAbsence(engine, work.run));
  if ('error' in judged) return failedFor(work, judged.error);
  await engine.sql`select jobs.return_unserved(${work.id}::bigint, ${work.lock}, ${judged.pauseMs})`;
  engine.timed();
  return null;
}

const askUnlessPoisoned = (engine: Engine, work: Work, fn: KnownFunction): Verdict | Promise<Verdict> =>
  work.crashes >= engine.options.crashLimit ? poisoned(work) : ask(engine, work, fn);

async function ask(engine: Engine, work: Work, fn: KnownFunction): Promise<Verdict> {
  const answer: AppAnswer = await callFunction(engine, work, fn);
  const { backoffMs } = engine.options;
  const verdict = readAnswer(answer, work, fn, { functions: engine.functions, backoffMs, now: Date.now() });
  return verdict;
}

const short = (error: unknown): string =>
  String((error as { message?: unknown } | null)?.message ?? error).slice(0, 500);

const failedFor = (work: Work, error: { name: string; message: string }): Verdict => ({
  status: 'failed',
  version: -1,
  error,
  failure: { step: work.step === 'step' ? null : work.step, error },
});

const poisoned = (work: Work): Verdict =>
  failedFor(work, {
    name: 'PoisonedJob',
    message: `The run was stopped: ${work.crashes} calls in a row ended with their process, without an answer and without a stored step.`,
  });
