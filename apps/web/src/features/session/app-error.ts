import { TRPCClientError } from '@trpc/client';

/** An error as the server words it: a code whose prose is in the catalogue, and its parameters. */
export type WireError = { code: string; params: Record<string, unknown>; requestId?: string };

/** The code behind whatever a call threw. No answer at all means that the network is away. */
export function wireErrorOf(error: unknown): WireError {
  if (error instanceof TRPCClientError) {
    const app: unknown = error.data?.app;
    if (isWireError(app)) return app;
    if (!error.data) return { code: 'network.offline', params: {} };
  }
  if (isWireError(error)) return error;
  if (error instanceof TypeError) return { code: 'network.offline', params: {} };
  return { code: 'internal.unexpected', params: {} };
}

/** Whether a code means that this tab may show nothing any more. */
export function isSessionOver(code: string): boolean {
  return code === 'identity.sessionEnded' || code === 'identity.otherPerson';
}

function isWireError(value: unknown): value is WireError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'params' in value
  );
}
