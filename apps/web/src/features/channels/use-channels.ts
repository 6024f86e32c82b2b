'use client';

import type { ChannelRow } from '@recado/core/channels/contract';
import { useQuery } from '@tanstack/react-query';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';

/** The numbers of this workspace, kept up to date by the stream. */
export function useChannels() {
  const { client, workspace } = useDesk();
  const { journal, whenReady } = useLive();
  return useQuery({
    queryKey: queryKeys.channels,
    queryFn: async (): Promise<ChannelRow[]> => {
      await whenReady();
      const mark = journal.mark();
      const rows = await client.channels.list.query({ workspaceId: workspace.id, input: {} });
      const told = new Map<string, ChannelRow>();
      for (const change of journal.since(mark))
        if (change.topic === 'channel' && change.row) told.set(change.id, change.row);
      return [
        ...rows.map((row) => told.get(row.id) ?? row),
        ...[...told.values()].filter(({ id }) => !rows.some((row) => row.id === id)),
      ];
    },
  });
}
