'use client';

import type { PlannedRow } from '@recado/core/conversations/contract';
import { formatDay, formatTime } from '@recado/i18n';
import { toast } from '@recado/ui/toaster';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useReading } from '../shell/use-reading.ts';

/** What is planned in a conversation; the stream says when to ask again. */
export function usePlanned(conversationId: string): readonly PlannedRow[] | undefined {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.planned(conversationId),
    queryFn: () => client.conversations.planned.query({ workspaceId: workspace.id, input: { conversationId } }),
  }).data;
}

/** A moment as people of the business say it: "mañana, 9:00". */
export function useMoment(): (at: Date) => string {
  const { workspace } = useDesk();
  const reading = { ...useReading(), timeZone: workspace.timeZone };
  return (at) => `${formatDay(at, reading)}, ${formatTime(at, reading)}`;
}

export type Plan = { text: string; at: string; sendsAnyway: boolean };

/** Plans, changes, cancels and sends. What the server answers shows at once; true when it was done. */
export function usePlannedActions(conversationId: string) {
  const t = useTranslations('conversations.planned');
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const moment = useMoment();
  const tried = async (ask: () => Promise<unknown>): Promise<boolean> => {
    try {
      await ask();
      return true;
    } catch (error) {
      toast(errorText(error));
      return false;
    } finally {
      void queries.invalidateQueries({ queryKey: queryKeys.planned(conversationId) });
    }
  };
  const change = (plannedId: string, plan: Plan) =>
    tried(() =>
      client.conversations.changePlanned.mutate({ workspaceId: workspace.id, input: { plannedId, ...plan } }),
    );
  return {
    plan: (clientMessageId: string, plan: Plan) =>
      tried(async () => {
        await client.conversations.plan.mutate({
          workspaceId: workspace.id,
          input: { conversationId, clientMessageId, ...plan },
        });
        toast(t('planned', { when: moment(new Date(plan.at)) }));
      }),
    change,
    cancel: (row: PlannedRow) =>
      tried(async () => {
        await client.conversations.cancelPlanned.mutate({ workspaceId: workspace.id, input: { plannedId: row.id } });
        const { body: text, at, sendsAnyway } = row;
        const back = { label: t('undo'), onClick: () => void change(row.id, { text, at, sendsAnyway }) };
        // one whose moment has passed cannot wait for it again
        toast(t('cancelled'), Date.parse(at) > Date.now() ? { duration: 8_000, action: back } : {});
      }),
    send: (row: PlannedRow) =>
      tried(async () => {
        await client.conversations.sendPlanned.mutate({ workspaceId: workspace.id, input: { plannedId: row.id } });
        toast(t('sent'));
      }),
  };
}
