import type { Refusals } from './refusals.ts';

/**
 * The door of the functions: what the SDK refuses is refused here with a sentence and counted. A request without a signature learns
 * nothing, not even which functions there are.
 */
export function createFunctionsDoor(options: {
  serve(request: Request): Promise<Response>;
  functionIds: ReadonlySet<string>;
  refusals: Refusals;
}): (request: Request) => Promise<Response> {
  const { serve, functionIds, refusals } = options;
  return async (request) => {
    const { searchParams } = new URL(request.url);
    const functionId = searchParams.get('fnId');
    const response = await serve(request);
    if (response.status === 401) {
      refusals.note('wrongSignature', { method: request.method, functionId });
      return answer(401, 'the signature is missing, wrong or too old', response);
    }
    if (request.method === 'POST' && !functionIds.has(functionId ?? '')) {
      refusals.note('unknownFunction', { functionId });
      return answer(404, `no function is called ${functionId}`, response);
    }
    return response;
  };
}

/** The same headers, so that an engine still knows whose answer it is. */
function answer(status: number, error: string, original: Response): Response {
  const headers = new Headers(original.headers);
  headers.delete('content-length');
  headers.set('content-type', 'application/json');
  return new Response(JSON.stringify({ error, status }), { status, headers });
}

/** The ids under which an engine calls the functions. */
export const functionIdsOf = (appId: string, jobs: readonly { options: { id: string } }[]): Set<string> =>
  new Set(jobs.flatMap(({ options: { id } }) => [`${appId}-${id}`, `${appId}-${id}-failure`]));
