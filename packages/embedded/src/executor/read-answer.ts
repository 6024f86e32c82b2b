import { readRetryAfter } from './backoff.ts';
import type { AppAnswer } from './call-function.ts';
import { readDuration } from './duration.ts';
import type { Work } from './engine.ts';
import type { KnownFunction } from './function-config.ts';
import { newId } from './new-id.ts';
import { type EventBody, planStart, type WaitRow, waitFields } from './plan-starts.ts';

/** An operation as jobs.apply_ops reads it. */
export type Operation = {
  does: 'done' | 'failed' | 'retry' | 'call' | 'sleep' | 'wait' | 'invoke' | 'again';
  id?: string;
  op?: string;
  name?: string;
  value?: unknown;
  error?: unknown;
  race?: boolean;
  ms?: number;
  attempt?: number;
  waits?: WaitRow[];
  start?: unknown;
  timeout?: unknown;
};

/** What an answer means for the run, as jobs.apply reads it. Without a status the run goes on. */
export type Verdict = {
  status?: 'completed' | 'failed';
  version: number;
  output?: unknown;
  error?: unknown;
  ops?: Operation[];
  /** An attempt failed. */
  failure?: { step: string | null; error: unknown };
  /** The same call again after this pause. */
  delay_ms?: number;
};

type WireOp = {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  data?: unknown;
  error?: unknown;
  opts?: Record<string, unknown>;
};
export type AnswerContext = {
  functions: ReadonlyMap<string, KnownFunction>;
  backoffMs: (attempt: number) => number;
  now: number;
};

/** Decides what an answer to `work` means. Pure but for new ids. */
export function readAnswer(answer: AppAnswer, work: Work, fn: KnownFunction, context: AnswerContext): Verdict {
  if (answer.kind === 'unreachable')
    return failOrRetry(
      work,
      fn,
      context,
      { name: 'Error', message: answer.message },
      { version: -1, noRetry: false, retryAfter: null },
    );
  if (answer.status === 200) return { status: 'completed', version: answer.version, output: answer.body };
  if (answer.status !== 206) return failOrRetry(work, fn, context, answer.body, answer);
  const ops = (Array.isArray(answer.body) ? answer.body : [answer.body]) as WireOp[];
  if (ops.length === 0 || ops.some((each) => typeof each?.id !== 'string' || typeof each.op !== 'string'))
    return failOrRetry(
      work,
      fn,
      context,
      { name: 'Error', message: 'The app answered with operations that cannot be read.' },
      answer,
    );
  const verdict: Verdict = { version: answer.version, ops: [] };
  for (const op of ops) {
    const stop = readOperation(op, verdict, work, fn, context, answer);
    if (stop) return stop;
  }
  if (verdict.ops?.length === 0) delete verdict.ops;
  return verdict;
}

type Fate = { version: number; noRetry: boolean; retryAfter: string | null };

function failOrRetry(work: Work, fn: KnownFunction, context: AnswerContext, error: unknown, fate: Fate): Verdict {
  const failure = { step: work.step === 'step' ? null : work.step, error };
  if (fate.noRetry || work.attempt + 1 >= fn.maxAttempts)
    return { status: 'failed', version: fate.version, error, failure };
  return { version: fate.version, failure, delay_ms: pauseOf(work, context, fate) };
}

const pauseOf = (work: Work, context: AnswerContext, fate: Fate): number =>
  readRetryAfter(fate.retryAfter, context.now) ?? context.backoffMs(work.attempt);

/** Adds one operation to the verdict; answers another verdict when this one decides all. */
function readOperation(
  op: WireOp,
  verdict: Verdict,
  work: Work,
  fn: KnownFunction,
  context: AnswerContext,
  fate: Fate,
): Verdict | null {
  const ops = verdict.ops as Operation[];
  const base = {
    id: op.id,
    op: op.op,
    name: (op.displayName ?? op.name ?? '').replaceAll('\0', ''),
    race: op.opts?.parallelMode === 'race',
  };
  switch (op.op) {
    case 'StepRun':
    case 'Step':
      ops.push({ ...base, does: 'done', value: op.data ?? null });
      return null;
    case 'StepFailed':
    case 'StepError': {
      const error = op.error ?? op.data ?? { name: 'Error', message: 'The step failed.' };
      verdict.failure = { step: op.id, error };
      if (op.op === 'StepFailed' || fate.noRetry || work.attempt + 1 >= fn.maxAttempts)
        ops.push({ ...base, does: 'failed', error });
      else {
        ops.push({ ...base, does: 'retry', attempt: work.attempt });
        verdict.delay_ms = pauseOf(work, context, fate);
      }
      return null;
    }
    case 'StepPlanned':
      ops.push({ ...base, does: 'call' });
      return null;
    case 'Sleep': {
      const ms = readDuration(op.opts?.duration ?? op.name, context.now);
      if (ms === null) return unreadable(verdict, `the sleep "${base.name}" has no duration: ${String(op.name)}`);
      ops.push({ ...base, does: 'sleep', ms });
      return null;
    }
    case 'WaitForEvent': {
      const name = String(op.opts?.event ?? op.name ?? '');
      const ms = readDuration(op.opts?.timeout, context.now);
      if (!name || ms === null) return unreadable(verdict, `the wait "${base.name}" lacks its event or its timeout`);
      const fields = waitFields(name, op.opts?.if as string | undefined, work.events?.[0] as EventBody);
      ops.push({ ...base, does: 'wait', ms, waits: [{ kind: 'wait', step: op.id, ...fields, ttl_ms: null }] });
      return null;
    }
    case 'InvokeFunction':
      ops.push({ ...base, does: 'invoke', ...readInvoke(op, work, context) });
      return null;
    case 'DiscoveryRequest':
      ops.push({ does: 'again' });
      return null;
    case 'RunComplete':
      verdict.status = 'completed';
      verdict.output = op.data ?? null;
      return null;
    default:
      return unreadable(verdict, `the operation ${op.op} of "${base.name}" is not one that this executor runs`);
  }
}

const unreadable = (verdict: Verdict, why: string): Verdict => {
  const error = { name: 'UnsupportedOperation', message: `The run was stopped: ${why}.` };
  return { status: 'failed', version: verdict.version, error, failure: { step: null, error } };
};

function readInvoke(op: WireOp, work: Work, context: AnswerContext): Partial<Operation> {
  const id = String(op.opts?.function_id ?? '');
  const fn = context.functions.get(id);
  if (!fn) return { error: { name: 'Error', message: `The function "${id}" that was invoked does not exist.` } };
  const payload = (op.opts?.payload ?? {}) as { data?: unknown; user?: unknown; v?: string };
  const eventId = newId();
  const body: EventBody = { id: eventId, name: 'inngest/function.invoked', data: payload.data ?? {}, ts: context.now };
  if (payload.user !== undefined) body.user = payload.user;
  if (payload.v !== undefined) body.v = payload.v;
  const start = planStart(fn, body, eventId, { parent: { run: work.run as string, step: op.id } });
  const ms = readDuration(op.opts?.timeout, context.now);
  return {
    start: { event: { id: eventId, name: body.name, body: JSON.stringify(body) }, start },
    ...(ms === null
      ? {}
      : {
          ms,
          timeout: { name: 'InngestInvokeTimeoutError', message: `The invoked function "${id}" did not end in time.` },
        }),
  };
}
