'use client';

import type { Asides } from '@recado/core/conversations/contract';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { mergeNotes } from './asides.ts';

/** What stands in a thread beside its messages, as far up as messages are loaded; kept up to date by the stream. */
export function useAsides(conversationId: string, fromSeq: number | undefined): Asides | undefined {
  const { client, workspace } = useDesk();
  const { journal, whenReady } = useLive();
  return useQuery({
    queryKey: [...queryKeys.asides(conversationId), fromSeq],
    enabled: fromSeq !== undefined,
    placeholderData: keepPreviousData,
    queryFn: async () => {
      await whenReady();
      const mark = journal.mark();
      const asides = await client.conversations.asides.query({
        workspaceId: workspace.id,
        input: { conversationId, fromSeq: fromSeq ?? 0 },
      });
      const told = journal
        .since(mark)
        .flatMap((change) =>
          change.topic === 'note' && change.row?.conversationId === conversationId ? [change.row] : [],
        );
      return mergeNotes(asides, told) ?? asides;
    },
  }).data;
}
