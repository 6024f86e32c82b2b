'use client';

import type { ContactRow } from '@recado/core/contacts/contract';
import { toast } from '@recado/ui/toaster';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import type { TrpcClient } from '../session/trpc-client.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { contactsKey } from './use-contacts.ts';

type Update = Omit<Parameters<TrpcClient['contacts']['update']['mutate']>[0]['input'], 'contactId'>;

/** One contact, with what happened to them. */
export function useContact(contactId: string) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.contact(contactId),
    queryFn: () => client.contacts.get.query({ workspaceId: workspace.id, input: { contactId } }),
    staleTime: 0,
  });
}

export function useTimeline(contactId: string) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: ['timeline', contactId],
    queryFn: () => client.contacts.timeline.query({ workspaceId: workspace.id, input: { contactId } }),
    staleTime: 0,
  });
}

/** Changes a contact: it shows at once, and goes back to what it was where it is refused. */
export function useContactActs(contactId: string) {
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const key = queryKeys.contact(contactId);
  const act = async (call: (workspaceId: string) => Promise<unknown>): Promise<boolean> => {
    setBusy(true);
    try {
      await call(workspace.id);
      return true;
    } catch (error) {
      toast(errorText(error));
      return false;
    } finally {
      setBusy(false);
      await Promise.all(
        [key, ['timeline', contactId], contactsKey, queryKeys.lists].map((queryKey) =>
          queries.invalidateQueries({ queryKey }),
        ),
      );
    }
  };
  const update = (change: Update): Promise<boolean> => {
    const { fields, ...plain } = change;
    queries.setQueryData<ContactRow>(key, (former) => former && ({ ...former, ...plain } as ContactRow));
    return act((workspaceId) => client.contacts.update.mutate({ workspaceId, input: { contactId, ...change } }));
  };
  return { isBusy, act, update };
}
