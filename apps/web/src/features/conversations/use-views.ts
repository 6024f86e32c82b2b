'use client';

import type { SaveView } from '@recado/core/conversations/contract';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import { queryKeys } from '../live/query-keys.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';

/** The views that were given a name: one's own and everybody's. */
export function useViews() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.views,
    queryFn: () => client.conversations.views.query({ workspaceId: workspace.id, input: {} }),
    staleTime: 30_000,
    refetchOnWindowFocus: true,
  });
}

export function useViewActions() {
  const { client } = useDesk();
  const action = useAction([queryKeys.views]);
  return {
    ...action,
    save: (input: z.input<typeof SaveView>, done: string) =>
      action.run((workspaceId) => client.conversations.saveView.mutate({ workspaceId, input }), done, 'form'),
    forget: (viewId: string, done: string) =>
      action.run((workspaceId) => client.conversations.deleteView.mutate({ workspaceId, input: { viewId } }), done),
  };
}
