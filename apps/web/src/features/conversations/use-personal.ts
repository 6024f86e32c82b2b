'use client';

import type { MarkPersonal } from '@recado/core/conversations/contract';
import { toast } from '@recado/ui/toaster';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useMemo, useState } from 'react';
import type { z } from 'zod';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';

/** The chats that this person has set apart, and how many others have. */
export function usePersonal() {
  const { client, workspace } = useDesk();
  return useQuery({
    queryKey: queryKeys.personal,
    queryFn: () => client.conversations.personal.query({ workspaceId: workspace.id, input: {} }),
  });
}

/** Sets chats apart and takes that back; each answers whether it was done, and says in passing what it did. */
export function usePersonalActs() {
  const t = useTranslations('conversations.personal');
  const { client, workspace } = useDesk();
  const queries = useQueryClient();
  const errorText = useErrorText();
  const [isBusy, setBusy] = useState(false);
  const act = useCallback(
    async (work: () => Promise<unknown>): Promise<boolean> => {
      setBusy(true);
      try {
        await work();
        return true;
      } catch (error) {
        toast(errorText(error));
        return false;
      } finally {
        setBusy(false);
        for (const queryKey of [queryKeys.personal, queryKeys.lists, queryKeys.counts, ['conversation']])
          void queries.invalidateQueries({ queryKey });
      }
    },
    [errorText, queries],
  );
  const input = useCallback(<T>(of: T) => ({ workspaceId: workspace.id, input: of }), [workspace.id]);
  return useMemo(() => {
    const unmark = (personalId: string) =>
      act(async () => {
        await client.conversations.unmarkPersonal.mutate(input({ personalId }));
        toast(t('done.unmarked'));
      });
    return {
      isBusy,
      unmark,
      mark: (of: z.input<typeof MarkPersonal>) =>
        act(async () => {
          const { id } = await client.conversations.markPersonal.mutate(input(of));
          toast(t(`done.${of.mode}`), {
            duration: 8_000,
            action: { label: t('undo'), onClick: () => void unmark(id) },
          });
        }),
      lift: () =>
        act(async () => {
          const { count } = await client.conversations.liftPersonal.mutate(input({}));
          toast(t('done.lifted', { count }));
        }),
    };
  }, [act, client, input, isBusy, t]);
}
