import type { ConversationView } from '@recado/core/conversations/contract';

/** The names under which the memory of a desk keeps its answers. */
export const queryKeys = {
  channels: ['channels'] as const,
  lists: ['lists'] as const,
  list: (view: ConversationView) => ['lists', view] as const,
  counts: ['counts'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  thread: (conversationId: string) => ['thread', conversationId] as const,
  asides: (conversationId: string) => ['asides', conversationId] as const,
  seers: (conversationId: string) => ['seers', conversationId] as const,
  onboarding: ['onboarding'] as const,
  members: ['members'] as const,
  tags: ['tags'] as const,
  contact: (id: string) => ['contact', id] as const,
};
