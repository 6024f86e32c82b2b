'use client';

import type { ContactFilter, ContactSort } from '@recado/core/contacts/contract';
import { toast } from '@recado/ui/toaster';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';

export type Asked = { filter?: ContactFilter; inBin: boolean };
export type ChangeStep = Parameters<TrpcClient['contacts']['change']['mutate']>[0]['input']['steps'][number];

/** Everything about contacts in the memory of the desk begins with this. */
export const contactsKey = queryKeys.contacts;

/** Contacts that fit, a page at a time. What stands there stays while another order or filter is asked for. */
export function useContactList(asked: Asked, sort: ContactSort) {
  const { client, workspace } = useDesk();
  return useInfiniteQuery({
    queryKey: [...contactsKey, 'list', asked, sort],
    queryFn: ({ pageParam, signal }) =>
      client.contacts.list.query(
        { workspaceId: workspace.id, input: { ...asked, sort, ...(pageParam && { after: pageParam }) } },
        { signal },
      ),
    initialPageParam: null as { key: string; id: string } | null,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: (former) => former,
    staleTime: 0,
    refetchOnWindowFocus: true,
  });
}

export function useContactCount(asked: Asked) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: [...contactsKey, 'count', asked],
    queryFn: ({ signal }) => client.contacts.count.query({ workspaceId: workspace.id, input: asked }, { signal }),
    placeholderData: (former) => former,
    staleTime: 0,
  });
}

/** The fields that the company made for itself. */
export function useContactFields() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: [...contactsKey, 'fields'],
    queryFn: () => client.contacts.fields.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 60_000,
  });
}

export function useMembers() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.members,
    queryFn: () => client.access.listMembers.query({ workspaceId: workspace.id, input: {} }),
  });
}

/** Does something to many contacts at once and says it, with the way back. */
export function useChangeContacts() {
  const t = useTranslations('contacts.bulk');
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const change = async (steps: ChangeStep[], isUndo = false): Promise<boolean> => {
    setBusy(true);
    try {
      const done = await client.contacts.change.mutate({ workspaceId: workspace.id, input: { steps } });
      const { undo } = done;
      if (isUndo) toast(t('undone'));
      else if (undo.length === 0) toast(t('nothing'));
      else
        toast(t(`done.${steps[0]?.change.what ?? 'kind'}`, { count: done.changed }), {
          duration: 10_000,
          action: { label: t('undo'), onClick: () => void change(undo, true) },
        });
      return true;
    } catch (error) {
      toast(errorText(error));
      return false;
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: contactsKey });
      await queries.invalidateQueries({ queryKey: ['contact'] });
    }
  };
  return { isBusy, change };
}
