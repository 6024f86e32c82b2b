'use client';

import { EVENTS_PER_PAGE } from '@recado/core/identity/contract';
import { toast } from '@recado/ui/toaster';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';

export const ownKeys = {
  all: ['own'],
  sessions: ['own', 'sessions'],
  devices: ['own', 'devices'],
  events: ['own', 'events'],
  factors: ['own', 'factors'],
  passkeys: ['own', 'passkeys'],
  identities: ['own', 'identities'],
  sharing: ['own', 'sharing'],
};
// no stream tells of these, so each visit asks again
const fresh = { staleTime: 0, refetchOnWindowFocus: true } as const;

/** One's live sessions. */
export function useOwnSessions() {
  const { client } = useDesk();
  return useQuery({ queryKey: ownKeys.sessions, queryFn: () => client.sessionsSingle.list.query(), ...fresh });
}

/** The browsers that one's account knows. */
export function useOwnDevices() {
  const { client } = useDesk();
  return useQuery({ queryKey: ownKeys.devices, queryFn: () => client.ownAccount.devices.query(), ...fresh });
}

/** One's second factors, and what one may prove oneself with. */
export function useFactors() {
  const { client } = useDesk();
  return useQuery({ queryKey: ownKeys.factors, queryFn: () => client.security.factors.query(), ...fresh });
}

/** What was seen that may mean several people; null where there is nothing to say. */
export function useOwnSharing() {
  const { client } = useDesk();
  return useQuery({ queryKey: ownKeys.sharing, queryFn: () => client.ownAccount.sharing.query(), ...fresh });
}

/** The passkeys that open one's account. */
export function useOwnPasskeys() {
  const { client } = useDesk();
  return useQuery({ queryKey: ownKeys.passkeys, queryFn: () => client.passkeys.list.query(), ...fresh });
}

/** The accounts at issuers that open one's account. */
export function useOwnIdentities() {
  const { client } = useDesk();
  return useQuery({ queryKey: ownKeys.identities, queryFn: () => client.federation.list.query(), ...fresh });
}

export type OwnPasskey = Awaited<ReturnType<TrpcClient['passkeys']['list']['query']>>[number];
export type OwnIdentity = Awaited<ReturnType<TrpcClient['federation']['list']['query']>>[number];

/** One's history, page by page. */
export function useOwnEvents() {
  const { client } = useDesk();
  return useInfiniteQuery({
    queryKey: ownKeys.events,
    queryFn: ({ pageParam }) => client.ownAccount.events.query({ before: pageParam }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.length < EVENTS_PER_PAGE ? undefined : last.at(-1)?.id),
    ...fresh,
  });
}

/** Does something to one's account and shows how things are then. Answers whether it was done; says why when it was not. */
export function useOwnAction() {
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const run = async (call: () => Promise<unknown>, done?: string): Promise<boolean> => {
    setBusy(true);
    try {
      await call();
      if (done) toast(done);
      return true;
    } catch (error) {
      toast(errorText(error));
      return false;
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: ownKeys.all });
    }
  };
  return { isBusy, run };
}
