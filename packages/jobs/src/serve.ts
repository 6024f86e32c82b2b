import { serve as sdkServe } from 'inngest/edge';
import type { JobClient } from './client.ts';
import type { JobFunction } from './define-job.ts';

/** The path under which functions are called. */
export const SERVE_PATH = '/api/inngest';

/**
 * Answers an engine's calls. Everything must be signed, the asking for functions too. `origin` is where the engine reaches this
 * process; the functions say so of themselves.
 */
export function serveJobs(options: {
  client: JobClient;
  functions: readonly JobFunction[];
  origin: string;
}): (request: Request) => Promise<Response> {
  const handler = sdkServe({
    client: options.client,
    functions: options.functions,
    serveOrigin: options.origin,
    servePath: SERVE_PATH,
    enableUnauthedSync: false,
  });
  const { host } = new URL(options.origin);
  return async (request) => {
    const headers = new Headers(request.headers);
    // the SDK reads it to know its own address, and a request that never was on a wire has none
    if (!headers.has('host')) headers.set('host', host);
    return await handler(new Request(request, { headers }));
  };
}
