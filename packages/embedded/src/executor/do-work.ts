import type { Answer } from './apply-answer.ts';
import type { Batcher } from './batcher.ts';
import { type AppAnswer, callFunction } from './call-function.ts';
import type { Delivery } from './deliver-event.ts';
import { type Engine, refuse, type Work } from './engine.ts';
import type { KnownFunction } from './function-config.ts';
import { readAnswer, type Verdict } from './read-answer.ts';
import { rerun } from './rerun.ts';

const UNKNOWN_PAUSE_MS = 30_000;

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
  if (!fn) {
    refuse(engine, 'unknownFunction', { function: work.fn, run: work.run });
    await engine.sql`select jobs.return_claims(${[work.id]}::bigint[], ${[work.lock]}::text[], ${UNKNOWN_PAUSE_MS})`;
    engine.timed();
    return;
  }
  const verdict = work.crashes >= engine.options.crashLimit ? poisoned(work) : await ask(engine, work, fn);
  const held = await apply.add({ ...verdict, work });
  if (!held) refuse(engine, 'staleAnswer', { run: work.run, step: work.step });
  else if (verdict.status === 'failed')
    engine.log.error({ run: work.run, function: fn.id, error: short(verdict.error) }, 'run failed');
  if (verdict.status !== 'completed' || verdict.ops || !fn.plain || engine.tellFinished) {
    engine.nudge();
    engine.timed();
  }
}

async function ask(engine: Engine, work: Work, fn: KnownFunction): Promise<Verdict> {
  const answer: AppAnswer = await callFunction(engine, work, fn);
  const { backoffMs } = engine.options;
  const verdict = readAnswer(answer, work, fn, { functions: engine.functions, backoffMs, now: Date.now() });
  return verdict;
}

const short = (error: unknown): string =>
  String((error as { message?: unknown } | null)?.message ?? error).slice(0, 500);

function poisoned(work: Work): Verdict {
  const error = {
    name: 'PoisonedJob',
    message: `The run was stopped: ${work.crashes} calls in a row ended with their process, without an answer and without a stored step.`,
  };
  return { status: 'failed', version: -1, error, failure: { step: work.step === 'step' ? null : work.step, error } };
}
