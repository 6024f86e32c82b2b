'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import type { ReplyVariable } from '@recado/core/conversations/rules';
import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { contactName } from './contact-name.ts';

/** The quick replies that this person may use. */
export function useQuickReplies(enabled = true) {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.quickReplies,
    enabled,
    queryFn: () => client.conversations.replies.query({ workspaceId: workspace.id, input: {} }),
  });
}

/** What the variables of a reply stand for in a conversation. */
export function useReplyValues(conversation: ConversationRow): Partial<Record<ReplyVariable, string | null>> {
  const { viewer, workspace } = useDesk();
  const { contact } = conversation;
  const isNamed = Boolean(contact.name || contact.profileName);
  const name = isNamed ? contactName(contact) : null;
  return {
    'contact.name': name,
    'contact.firstName': name?.split(' ')[0] ?? null,
    'contact.phone': contact.number,
    'agent.name': viewer.person.name,
    'agent.firstName': viewer.person.name.split(' ')[0] ?? null,
    'workspace.name': workspace.name,
  };
}
