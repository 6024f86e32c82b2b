'use client';

import { ConversationFilter, type ConversationView, conversationViews } from '@recado/core/conversations/contract';
import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';

export type InboxView = Exclude<ConversationView, 'every'>;
const names = ['channelId', 'tagId', 'assignee', 'priority', 'topic'] as const;

/** The view and what narrows it. Both stand in the address, so that a reload, the way back and a colleague find the same. */
export function useInboxPlace() {
  const params = useSearchParams();
  const view: InboxView = conversationViews.find((each) => each === params.get('view')) ?? 'all';
  const filter = useMemo((): ConversationFilter => {
    const given = names.flatMap((name) => {
      const value = params.get(name);
      return value && ConversationFilter.shape[name].safeParse(value).success ? [[name, value] as const] : [];
    });
    return Object.fromEntries(given);
  }, [params]);
  const search = useMemo(() => searchOf(view, filter), [view, filter]);
  const setPlace = useCallback((to: { view: InboxView; filter: ConversationFilter }) => {
    history.replaceState(null, '', `${location.pathname}${searchOf(to.view, to.filter)}`);
  }, []);
  return { view, filter, search, isFiltered: Object.keys(filter).length > 0, setPlace };
}

/** What a view adds to an address. */
export function searchOf(view: InboxView, filter: ConversationFilter): string {
  const kept = new URLSearchParams();
  if (view !== 'all') kept.set('view', view);
  for (const name of names) if (filter[name]) kept.set(name, filter[name]);
  return kept.size > 0 ? `?${kept}` : '';
}
