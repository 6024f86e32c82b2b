'use client';

import type { SearchKind } from '@recado/core/conversations/contract';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';

const pauseMs = 180;
const freshMs = 15_000;

/** What a search of messages is narrowed by; a day is the reader's own. */
export type Narrowing = {
  channelId?: string;
  contact?: { id: string; name: string };
  side?: 'them' | 'us';
  personId?: string;
  kind?: SearchKind;
  fromDay?: string;
  toDay?: string;
};

/** The text once its writer pauses, so that not every letter asks. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), text === '' ? 0 : pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

/** The people that fit, page by page; asked for only where this person may see contacts. */
export function useFoundPeople(text: string) {
  const { client, workspace } = useDesk();
  const mayRead = useMay('contacts.read');
  return useInfiniteQuery({
    queryKey: ['search', 'people', text],
    enabled: mayRead && text !== '',
    staleTime: freshMs,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as { key: string; id: string } | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.contacts.search.query({ workspaceId: workspace.id, input: { text, after: pageParam } }, { signal }),
    getNextPageParam: (last) => last.next ?? undefined,
  });
}

/** The messages that say it, newest first, page by page. */
export function useFoundMessages(text: string, narrowing: Narrowing) {
  const { client, workspace } = useDesk();
  return useInfiniteQuery({
    queryKey: ['search', 'messages', text, narrowing],
    enabled: text !== '',
    staleTime: freshMs,
    placeholderData: keepPreviousData,
    initialPageParam: undefined as { occurredAt: string; id: string; loose: boolean } | undefined,
    queryFn: ({ pageParam, signal }) =>
      client.conversations.search.query(
        {
          workspaceId: workspace.id,
          input: {
            text,
            before: pageParam,
            channelId: narrowing.channelId,
            contactId: narrowing.contact?.id,
            side: narrowing.side,
            personId: narrowing.personId,
            kinds: narrowing.kind && [narrowing.kind],
            from: narrowing.fromDay && dayStart(narrowing.fromDay, 0),
            to: narrowing.toDay && dayStart(narrowing.toDay, 1),
          },
        },
        { signal },
      ),
    getNextPageParam: (last) => {
      const end = last.hits.at(-1);
      return last.hasMore && end ? { occurredAt: end.occurredAt, id: end.id, loose: last.isLoose } : undefined;
    },
  });
}

/** The instant at which a day of the reader's begins, or the one `later` days after it. */
function dayStart(day: string, later: number): string {
  const start = new Date(`${day}T00:00:00`);
  start.setDate(start.getDate() + later);
  return start.toISOString();
}
