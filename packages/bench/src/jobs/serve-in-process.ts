import { Inngest, type InngestFunction } from 'inngest';
import { serve } from 'inngest/edge';

export const APP_URL = 'http://app.internal/api/inngest';
export const KEYS = { signingKey: `signkey-prod-${'5e'.repeat(32)}`, eventKey: 'bench' };
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

/** Calls the served functions without a port. */
export type AppFetch = typeof fetch;

/** Serves functions by the unmodified SDK, cloud mode and signatures on; what the SDK sends goes to `face`. */
export function serveInProcess(
  functions: (inngest: Inngest) => InngestFunction.Any[],
  face: (request: Request) => Promise<Response>,
): AppFetch {
  const inngest = new Inngest({
    id: 'bench',
    ...KEYS,
    isDev: false,
    baseUrl: 'http://jobs.internal',
    logger: quiet,
    fetch: (input, init) => face(new Request(input, init)),
  });
  const handler = serve({
    client: inngest,
    functions: functions(inngest),
    serveOrigin: 'http://app.internal',
    servePath: '/api/inngest',
    enableUnauthedSync: false,
  });
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('host', 'app.internal');
    return handler(new Request(input, { ...init, headers }));
  };
}

/** A function of one step; `ran` is called in the step. */
export const oneStep =
  (id: string, ran: (data: Record<string, unknown>) => void) =>
  (inngest: Inngest): InngestFunction.Any =>
    inngest.createFunction({ id, triggers: [{ event: `bench/${id}` }] }, async ({ event, step }) => {
      await step.run('work', () => ran(event.data as Record<string, unknown>));
    }) as InngestFunction.Any;
