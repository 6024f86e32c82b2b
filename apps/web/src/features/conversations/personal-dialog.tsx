'use client';

import {
  type ConversationRow,
  PERSONAL_UNDO_MINUTES,
  type PersonalMode,
  personalModes,
} from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { ChoiceCard } from '@recado/ui/choice-card';
import { Dialog } from '@recado/ui/dialog';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { LoadFailure } from '../shell/load-failure.tsx';
import { usePersonalActs } from './use-personal.ts';

/** Sets an open chat apart: for oneself alone, or not stored at all, with exactly how much of it goes then. */
export function PersonalDialog({ conversation, onClose }: { conversation: ConversationRow; onClose: () => void }) {
  const t = useTranslations('conversations.personal');
  const tCommon = useTranslations('common');
  const { client, workspace } = useDesk();
  const acts = usePersonalActs();
  const [mode, setMode] = useState<PersonalMode>('owner_only');
  const weight = useQuery({
    queryKey: ['personalWeight', conversation.id],
    gcTime: 0,
    queryFn: () =>
      client.conversations.weighPersonal.query({
        workspaceId: workspace.id,
        input: { conversationId: conversation.id },
      }),
  });
  const { refused = null, messages = 0, files = 0, notes = 0 } = weight.data ?? {};
  const goes = { messages, files, notes, minutes: PERSONAL_UNDO_MINUTES };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={t('title')}
      description={t('detail')}
      closeLabel={tCommon('close')}
    >
      <form
        method="post"
        className="mt-4 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void acts.mark({ conversationId: conversation.id, mode }).then((isDone) => isDone && onClose());
        }}
      >
        {weight.isError && <LoadFailure of={weight} />}
        {weight.isPending && (
          <Loading label={tCommon('loading')} className="grid gap-3">
            <Skeleton className="h-20" />
            <Skeleton className="h-20" />
          </Loading>
        )}
        {refused && <Notice tone="attention">{t(`refused.${refused}`)}</Notice>}
        {weight.data && !refused && (
          <>
            <fieldset className="grid gap-3">
              <legend className="sr-only">{t('title')}</legend>
              {personalModes.toReversed().map((each) => (
                <ChoiceCard
                  key={each}
                  name="mode"
                  value={each}
                  checked={mode === each}
                  onChange={() => setMode(each)}
                  title={t(`mode.${each}`)}
                  detail={t(`modeDetail.${each}`)}
                  extra={
                    each === 'not_stored' && (
                      <span className="tabular text-dense text-quiet">
                        {t('goes', goes)} {t(weight.data.contact ? 'contactGoes' : 'contactStays')}
                      </span>
                    )
                  }
                />
              ))}
            </fieldset>
            <div className="flex justify-end">
              <Button type="submit" look="primary" busy={acts.isBusy}>
                {t('mark')}
              </Button>
            </div>
          </>
        )}
      </form>
    </Dialog>
  );
}
