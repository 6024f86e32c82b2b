import type { RefusalReason } from './contract.ts';
import { claimName, type Engine, refuse, type Work } from './engine.ts';
import type { KnownFunction } from './function-config.ts';
import { canonicalText, isSigned, sign } from './signature.ts';

/** What the app said to one call; `unreachable` when it said nothing that it could have signed. */
export type AppAnswer =
  | { kind: 'answer'; status: number; version: number; noRetry: boolean; retryAfter: string | null; body: unknown }
  | { kind: 'unreachable'; message: string };

/** Calls the function, or one planned step of it, with everything that has been memoised. */
export async function callFunction(engine: Engine, work: Work, fn: KnownFunction): Promise<AppAnswer> {
  const { app, signingKey } = engine.options;
  const body = canonicalText(requestBody(work, fn));
  const url = work.step === 'step' ? fn.url : stepUrl(fn.url, work.step);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-inngest-server-kind': 'cloud',
    'x-inngest-signature': sign(signingKey, body, Date.now()),
    'x-run-id': work.run as string,
  };
  if (work.version >= 0) headers['x-inngest-req-version'] = String(work.version);
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`The call took longer than ${engine.options.callTimeoutMs} ms.`));
      abort.abort();
    }, engine.options.callTimeoutMs);
    timer.unref();
  });
  try {
    const response = await Promise.race([
      (app.fetch ?? fetch)(url, { method: 'POST', body, headers, signal: abort.signal, redirect: 'error' }),
      late,
    ]);
    const text = await Promise.race([response.text(), late]);
    return readResponse(engine, response, text);
  } catch (error) {
    return { kind: 'unreachable', message: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}

function requestBody(work: Work, fn: KnownFunction): unknown {
  const steps: Record<string, unknown> = {};
  for (const [id, status, value, error] of work.steps ?? [])
    steps[id] = status === 'failed' ? { type: 'error', error } : { type: 'data', data: value };
  return {
    version: work.version,
    event: work.events?.[0],
    events: work.events,
    steps,
    ctx: {
      fn_id: fn.id,
      run_id: work.run,
      attempt: work.attempt,
      max_attempts: fn.maxAttempts,
      disable_immediate_execution: work.force_plan,
      use_api: false,
      qi_id: claimName(work),
      stack: { stack: work.stack, current: work.stack.length - 1 },
    },
  };
}

function readResponse(engine: Engine, response: Response, text: string): AppAnswer {
  const unreachable = (reason: RefusalReason, message: string): AppAnswer => {
    refuse(engine, reason, { status: response.status });
    return { kind: 'unreachable', message };
  };
  const header = (name: string): string | null => response.headers.get(name);
  if (!header('x-inngest-sdk')) {
    if (response.status === 401)
      return unreachable('wrongSignature', "The app refused the executor's signature (401).");
    return unreachable('unreadableAnswer', `What answered is not the app (${response.status}).`);
  }
  if (!isSigned(engine.options.signingKey, text, header('x-inngest-signature'), Date.now()))
    return unreachable(
      'wrongSignature',
      `The app's answer (${response.status}) is not signed with the executor's key.`,
    );
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return unreachable('unreadableAnswer', `The app's answer (${response.status}) is not JSON.`);
  }
  return {
    kind: 'answer',
    status: response.status,
    version: Number(header('x-inngest-req-version') ?? -1),
    noRetry: header('x-inngest-no-retry') === 'true',
    retryAfter: header('retry-after'),
    body,
  };
}

const stepUrl = (url: string, step: string): string => {
  const changed = new URL(url);
  changed.searchParams.set('stepId', step);
  return changed.href;
};

const messageOf = (error: unknown): string => {
  const { message, cause } = error as { message?: string; cause?: { message?: string } };
  return cause?.message ?? message ?? String(error);
};
