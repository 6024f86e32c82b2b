import type { ConversationView } from '@recado/core/conversations/contract';
import type { QueryKey } from '@tanstack/react-query';
import type { Asked } from '../conversations/conversation-list-state.ts';

/** The names under which the memory of a desk keeps its answers. */
export const queryKeys = {
  channels: ['channels'] as const,
  lists: ['lists'] as const,
  list: (of: ConversationView | Asked) => ['lists', typeof of === 'string' ? { view: of } : of] as const,
  views: ['views'] as const,
  counts: ['counts'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  thread: (conversationId: string) => ['thread', conversationId] as const,
  planned: (conversationId: string) => ['planned', conversationId] as const,
  asides: (conversationId: string) => ['asides', conversationId] as const,
  assignment: ['assignment'] as const,
  personal: ['personal'] as const,
  service: ['service'] as const,
  survey: ['survey'] as const,
  quickReplies: ['quickReplies'] as const,
  seers: (conversationId: string) => ['seers', conversationId] as const,
  onboarding: ['onboarding'] as const,
  members: ['members'] as const,
  tags: ['tags'] as const,
  /** Everything about many contacts begins with this. */
  contacts: ['contacts'] as const,
  contact: (id: string) => ['contact', id] as const,
};

/** What the list under a name was asked for. */
export const askedOf = (key: QueryKey): Asked => key[1] as Asked;
