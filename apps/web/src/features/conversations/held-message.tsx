'use client';

import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { setComposerMode } from './composer-mode.ts';
import { useOutbox } from './outbox-provider.tsx';
import type { PendingMessage } from './thread-state.ts';

/** A message that was held back because somebody else answered meanwhile: who, how long ago, and the choice. */
export function HeldMessage({ pending }: { pending: PendingMessage }) {
  const t = useTranslations('conversations.held');
  const { drafts } = useDesk();
  const outbox = useOutbox();
  const { by, name, seconds } = pending.error?.params ?? {};
  const age = Number(seconds ?? 0);
  const who = typeof name === 'string' && name !== '' ? name : t(`by.${byWhom(by)}`);
  const backToBox = async () => {
    if (pending.body) await drafts.prepend(pending.conversationId, pending.body);
    outbox.discard(pending.clientMessageId);
    setComposerMode('answer', { focus: true });
  };
  return (
    <div
      role="alert"
      className="mt-1 flex max-w-[85%] flex-wrap items-center justify-end gap-x-2 gap-y-1 text-attention text-dense"
    >
      <span>{age < 60 ? t('seconds', { who, count: age }) : t('minutes', { who, count: Math.round(age / 60) })}</span>
      {pending.attachment === null && (
        <Button size="small" onClick={() => void backToBox()}>
          {t('edit')}
        </Button>
      )}
      <Button size="small" look="primary" onClick={() => outbox.sendAnyway(pending.clientMessageId)}>
        {t('anyway')}
      </Button>
    </div>
  );
}

const byWhom = (by: unknown) =>
  by === 'phone' || by === 'bot' || by === 'campaign' || by === 'automation' || by === 'api' || by === 'link'
    ? by
    : 'person';
