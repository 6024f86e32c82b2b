import type { AppRouter } from '@recado/api/trpc';
import { createTRPCClient, httpBatchLink, type TRPCLink } from '@trpc/client';
import { observable, type Unsubscribable } from '@trpc/server/observable';
import { isSessionOver, type WireError, wireErrorOf } from './app-error.ts';
import { isProofNeeded } from './proof-ask.ts';

export type TrpcClient = ReturnType<typeof createTRPCClient<AppRouter>>;

/**
 * The calls of one page. Each says for which person the page was made, so that the server refuses the tab of another one;
 * `onOver` hears at once when the session no longer lives, and `prove` is asked where the server wants to know again who they are.
 */
export function makeTrpcClient(options: {
  personId: string | null;
  onOver?: (error: WireError) => void;
  prove?: () => Promise<boolean>;
  /** Hears that a workspace does not open from where this browser is. */
  onOutside?: (workspaceId: string, error: WireError) => void;
  /** Whether its calls go on when the page is left. */
  isLasting?: boolean;
}): TrpcClient {
  return createTRPCClient<AppRouter>({
    links: [
      watchSession(options.onOver ?? (() => {}), options.onOutside ?? (() => {})),
      repeatOnce(options.prove ?? (async () => false)),
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

function watchSession(
  onOver: (error: WireError) => void,
  onOutside: (workspaceId: string, error: WireError) => void,
): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) =>
        next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error(error) {
            const wire = wireErrorOf(error);
            if (isSessionOver(wire.code)) onOver(wire);
            const { workspaceId } = (op.input ?? {}) as { workspaceId?: string };
            if (wire.code === 'policies.outside' && workspaceId) onOutside(workspaceId, wire);
            observer.error(error);
          },
        }),
      );
}

/**
 * Makes a refused call once more where that helps, since a refused one has done nothing: after the proof that it asked for, and, when its cookie
 * proves nothing any more, with the one that a proof has put in its place meanwhile.
 */
function repeatOnce(prove: () => Promise<boolean>): TRPCLink<AppRouter> {
  return () =>
    ({ next, op }) =>
      observable((observer) => {
        const tried = new Set<string>();
        let call: Unsubscribable | null = null;
        let isLeft = false;
        const mayHelp = async ({ code, params }: WireError): Promise<boolean> => {
          if (tried.has(code)) return false;
          tried.add(code);
          if (isProofNeeded(code)) return await prove();
          return code === 'identity.sessionEnded' && params.reason === 'none';
        };
        const run = () => {
          call = next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) =>
              void mayHelp(wireErrorOf(error)).then((helps) => {
                if (!isLeft) helps ? run() : observer.error(error);
              }),
          });
        };
        run();
        return () => {
          isLeft = true;
          call?.unsubscribe();
        };
      });
}
