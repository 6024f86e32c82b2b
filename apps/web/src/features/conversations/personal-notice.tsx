'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { formatTime } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { useReading } from '../shell/use-reading.ts';
import { usePersonalActs } from './use-personal.ts';

/** Says above the composer that nobody else sees this chat, or when it goes, and gives it back. */
export function PersonalNotice({ personal }: { personal: ConversationRow['personal'] }) {
  const t = useTranslations('conversations.personal');
  const reading = useReading();
  const acts = usePersonalActs();
  if (!personal) return null;
  return (
    <Notice
      tone={personal.until ? 'attention' : 'brand'}
      action={
        <Button size="small" busy={acts.isBusy} onClick={() => void acts.unmark(personal.id)}>
          {t(personal.until ? 'undo' : 'giveBack')}
        </Button>
      }
    >
      {personal.until ? t('goesAt', { time: formatTime(new Date(personal.until), reading) }) : t('onlyYou')}
    </Notice>
  );
}
