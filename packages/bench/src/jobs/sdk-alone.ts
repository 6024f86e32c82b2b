import { createHmac } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { APP_URL, KEYS, oneStep, serveInProcess } from './serve-in-process.ts';

/**
 * Runs per second of the SDK called in process with no store behind it: the same signed call of the same one-step function,
 * and the same report of its step, which is answered at once and forgotten.
 */
export async function sdkAlone(runs: number, workers: number): Promise<number> {
  let ran = 0;
  const app = serveInProcess(
    (inngest) => [
      oneStep('single', () => {
        ran += 1;
      })(inngest),
    ],
    async () => Response.json({}),
  );
  const began = performance.now();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < runs) {
      const body = canonical(callOf(next++));
      const at = Math.floor(Date.now() / 1000);
      const secret = KEYS.signingKey.replace(/^signkey-\w+-/, '');
      const response = await app(`${APP_URL}?fnId=bench-single&stepId=step`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-inngest-server-kind': 'cloud',
          'x-inngest-signature': `t=${at}&s=${createHmac('sha256', secret).update(`${body}${at}`).digest('hex')}`,
        },
      });
      const text = await response.text();
      if (response.status !== 206 && response.status !== 200)
        throw new Error(`the SDK answered ${response.status} ${text}`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  if (ran !== runs) throw new Error(`${ran} of ${runs} steps ran`);
  return (runs * 1000) / (performance.now() - began);
}

function callOf(n: number): Record<string, unknown> {
  const event = { data: { n }, id: `event-${n}`, name: 'bench/single', ts: Date.now() };
  return {
    ctx: {
      attempt: 0,
      disable_immediate_execution: false,
      fn_id: 'bench-single',
      max_attempts: 5,
      qi_id: `item-${n}`,
      run_id: `run-${n}`,
      stack: { current: 0, stack: [] },
      use_api: false,
    },
    event,
    events: [event],
    steps: {},
    version: -1,
  };
}

/** JSON with sorted keys, which is what gets signed. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
