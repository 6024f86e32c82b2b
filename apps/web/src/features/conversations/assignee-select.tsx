'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { SelectInput } from '@recado/ui/select-input';
import { toast } from '@recado/ui/toaster';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { useMembers } from './use-members.ts';

/** Whose a conversation is, and the choice of somebody else: anybody for those who share out the work, oneself for the others. */
export function AssigneeSelect({ conversation }: { conversation: ConversationRow }) {
  const t = useTranslations('conversations.assignee');
  const { client, workspace, viewer } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const mayAssign = useMay('conversations.assign');
  const mayWrite = useMay('conversations.write');
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const members = useMembers();
  const { assigneeId } = conversation;
  const own = viewer.person.id;
  const isOwnMatter = assigneeId === null || assigneeId === own;
  const people = (members.data ?? []).filter(
    ({ personId, role }) => personId === assigneeId || (role !== 'viewer' && (mayAssign || personId === own)),
  );
  const assign = async (chosen: string) => {
    setBusy(true);
    try {
      const input = { conversationId: conversation.id, personId: chosen === '' ? null : chosen };
      await client.conversations.assign.mutate({ workspaceId: workspace.id, input });
      await queries.invalidateQueries({ queryKey: queryKeys.conversation(conversation.id) });
    } catch (error) {
      toast(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="grid gap-1 border-t px-5 py-5">
      <label htmlFor={id} className="text-fine text-quiet">
        {t('label')}
      </label>
      <SelectInput
        id={id}
        value={assigneeId ?? ''}
        disabled={isBusy || members.isPending || !mayWrite || !(mayAssign || isOwnMatter)}
        onChange={(event) => void assign(event.target.value)}
      >
        <option value="">{t('nobody')}</option>
        {people.map(({ personId, name }) => (
          <option key={personId} value={personId}>
            {personId === own ? t('you', { name }) : name}
          </option>
        ))}
      </SelectInput>
    </div>
  );
}
