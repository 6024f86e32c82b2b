import type { AppRouter } from '@recado/api/trpc';
import { createTRPCClient, httpBatchLink, type TRPCLink } from '@trpc/client';
import { observable } from '@trpc/server/observable';
import { isSessionOver, type WireError, wireErrorOf } from './app-error.ts';

export type TrpcClient = ReturnType<typeof createTRPCClient<AppRouter>>;

/**
 * The calls of one page. Each says for which person the page was made, so that the server refuses the tab of another one;
 * `onOver` hears at once when the session no longer lives.
 */
export function makeTrpcClient(options: {
  personId: string | null;
  onOver?: (error: WireError) => void;
  /** Whether its calls go on when the page is left. */
  isLasting?: boolean;
}): TrpcClient {
  return createTRPCClient<AppRouter>({
    links: [
      watchSession(options.onOver ?? (() => {})),
      httpBatchLink({
        url: '/api/trpc',
        // well below what the server takes at once
        maxItems: 20,
        ...(options.isLasting
          ? { fetch: (url, init) => fetch(url, { ...(init as RequestInit), keepalive: true }) }
          : {}),
        headers: () => (options.personId ? { 'x-recado-person': options.personId } : {}),
      }),
    ],
  });
}

function watchSession(onOver: (error: WireError) => void): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) =>
        next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(error) {
            const wire = wireErrorOf(error);
            if (isSessionOver(wire.code)) onOver(wire);
            observer.error(error);
          },
        }),
      );
}
