'use client';

import type { Onboarding, OnboardingStep } from '@recado/core/onboarding/contract';
import { toast } from '@recado/ui/toaster';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useChannels } from '../channels/use-channels.ts';
import { noFilter, useConversations } from '../conversations/use-conversations.ts';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';

/** The first steps of the company, asked for again whenever a number or a conversation changes; `note` tells what was done with one. */
export function useOnboarding() {
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const mayNote = useMay('workspace.update');
  const channels = useChannels();
  const conversations = useConversations('all', noFilter);
  const asked = useQuery({
    queryKey: queryKeys.onboarding,
    queryFn: () => client.onboarding.get.query({ workspaceId: workspace.id, input: {} }),
  });
  const keep = (state: Onboarding) => queries.setQueryData(queryKeys.onboarding, state);

  // what moves a step on is told by the stream, not by this page
  const moving = `${channels.data?.map(({ state }) => state).join()} ${conversations.data?.rows
    .slice(0, 3)
    .map(({ lastMessageId }) => lastMessageId)
    .join()}`;
  useEffect(() => void queries.invalidateQueries({ queryKey: queryKeys.onboarding }), [moving]);

  const noted = useRef(new Set<string>());
  const current = asked.data?.current ?? null;
  const isThrough = asked.data !== undefined && current === null;
  useEffect(() => {
    // shown is shown, once a visit; a failure to note it is nobody's trouble
    const shown = current ?? (isThrough ? asked.data?.steps.at(-1)?.step : undefined);
    if (!shown || !mayNote || noted.current.has(shown)) return;
    noted.current.add(shown);
    const input = { step: shown, what: 'seen' as const };
    void client.onboarding.note.mutate({ workspaceId: workspace.id, input }).catch(() => {});
  }, [current, isThrough, asked.data, mayNote, client, workspace.id]);

  const note = async (step: OnboardingStep, what: 'done' | 'skipped' | 'resumed') => {
    try {
      keep(await client.onboarding.note.mutate({ workspaceId: workspace.id, input: { step, what } }));
    } catch (error) {
      toast(errorText(error));
    }
  };
  return { asked, note, mayNote };
}
