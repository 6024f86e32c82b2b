import type { ErrorKind } from '@recado/core/kernel';
import { AppError } from '@recado/core/kernel';
import type { TRPCError } from '@trpc/server';

/** One row a kind; codes never choose a status. */
export const trpcCodes = {
  INVALID: 'BAD_REQUEST',
  UNAUTHENTICATED: 'UNAUTHORIZED',
  UPGRADE: 'PAYMENT_REQUIRED',
  LIMIT: 'PAYMENT_REQUIRED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  CONFLICT: 'CONFLICT',
  PRECONDITION: 'PRECONDITION_FAILED',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
  INTERNAL: 'INTERNAL_SERVER_ERROR',
} as const satisfies Record<ErrorKind, TRPCError['code']>;

/** The same row for plain HTTP: uploads, downloads, the live stream. */
export const httpStatuses = {
  INVALID: 400,
  UNAUTHENTICATED: 401,
  UPGRADE: 402,
  LIMIT: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PRECONDITION: 412,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
  INTERNAL: 500,
} as const satisfies Record<ErrorKind, number>;

export type WireError = { code: string; params: Record<string, unknown>; requestId: string };

/** What a browser learns of an error: a code with parameters, or "unexpected" with the request's id. No text leaks. */
export function wireError(error: unknown, requestId: string): WireError {
  if (error instanceof AppError) return { code: error.code, params: error.params, requestId };
  const code = (error as { code?: string } | null)?.code;
  // the database is away or overloaded: worth trying again
  if (typeof code === 'string' && /^(CONNECT|CONNECTION_|ECONN|57P0|53|08|55P03|57014)/.test(code))
    return { code: 'kernel.unavailable', params: {}, requestId };
  return { code: 'internal.unexpected', params: {}, requestId };
}
