'use client';

import type { Pair } from '@recado/core/contacts/contract';
import { toast } from '@recado/ui/toaster';
import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { queryKeys } from '../live/query-keys.ts';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';

type Page = Awaited<ReturnType<TrpcClient['contacts']['duplicates']['query']>>;
const listKey = [...queryKeys.contacts, 'duplicates'];

/** Pairs that are likely one person, the surest first. */
export function useDuplicates(enabled: boolean) {
  const { client, workspace } = useDesk();
  return useInfiniteQuery({
    queryKey: listKey,
    enabled,
    queryFn: ({ pageParam, signal }) =>
      client.contacts.duplicates.query(
        { workspaceId: workspace.id, input: pageParam ? { after: pageParam } : {} },
        { signal },
      ),
    initialPageParam: null as Page['next'],
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 0,
  });
}

/** Two contacts side by side. */
export function usePair(oneId: string, otherId: string) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: [...queryKeys.contacts, 'pair', oneId, otherId],
    queryFn: () => client.contacts.compare.query({ workspaceId: workspace.id, input: { oneId, otherId } }),
    staleTime: 0,
  });
}

/** Who is likely the same person as a contact. */
export function useLikes(contactId: string) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: [...queryKeys.contacts, 'likes', contactId],
    queryFn: () => client.contacts.likes.query({ workspaceId: workspace.id, input: { contactId } }),
  });
}

/** Who became part of a contact and can still be parted from them. */
export function useMerges(contactId: string) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: [...queryKeys.contacts, 'merges', contactId],
    queryFn: () => client.contacts.merges.query({ workspaceId: workspace.id, input: { contactId } }),
  });
}

/** What is done to two contacts, each with its way back. */
export function useMergeActs() {
  const t = useTranslations('duplicates');
  const { client } = useDesk();
  const queries = useQueryClient();
  const { isBusy, run } = useAction([queryKeys.contacts, ['contact'], ['timeline'], queryKeys.lists]);
  const undo = (mergeId: string) =>
    run((workspaceId) => client.contacts.undoMerge.mutate({ workspaceId, input: { mergeId } }), t('undone'));
  const merge = (keepId: string, dropId: string, take: string[]) =>
    run(async (workspaceId) => {
      const { mergeId } = await client.contacts.merge.mutate({
        workspaceId,
        input: { keepId, dropId, take: take as [] },
      });
      toast(t('merged'), { duration: 10_000, action: { label: t('undo'), onClick: () => void undo(mergeId) } });
    });
  const part = (oneId: string, otherId: string, apart = true): Promise<boolean> => {
    if (apart)
      queries.setQueryData<InfiniteData<Page>>(
        listKey,
        (known) =>
          known && {
            ...known,
            pages: known.pages.map((page) => ({
              ...page,
              pairs: page.pairs.filter((pair) => !isOf(pair, oneId, otherId)),
            })),
          },
      );
    return run(async (workspaceId) => {
      await client.contacts.setApart.mutate({ workspaceId, input: { oneId, otherId, apart } });
      if (apart)
        toast(t('parted'), {
          duration: 10_000,
          action: { label: t('undo'), onClick: () => void part(oneId, otherId, false) },
        });
    });
  };
  return { isBusy, merge, undo, part };
}

const isOf = ({ one, other }: Pair, oneId: string, otherId: string) =>
  [one.row.id, other.row.id].toSorted().join() === [oneId, otherId].toSorted().join();
