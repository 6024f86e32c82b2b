'use client';

import { IconButton } from '@recado/ui/icon-button';
import { CalendarClock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { PlanDialog } from './plan-dialog.tsx';
import { usePlannedActions } from './use-planned.ts';

/** Keeps what is written for later. */
export function PlanButton({
  conversationId,
  text,
  disabled,
  onPlanned,
}: {
  conversationId: string;
  text: string;
  disabled: boolean;
  onPlanned: () => void;
}) {
  const t = useTranslations('conversations.planned');
  const actions = usePlannedActions(conversationId);
  const [isOpen, setOpen] = useState(false);
  // the same for every try of one message
  const attempt = useRef<string | null>(null);
  return (
    <>
      <IconButton label={t('button')} disabled={disabled} onClick={() => setOpen(true)}>
        <CalendarClock size={20} aria-hidden />
      </IconButton>
      {isOpen && (
        <PlanDialog
          plan={{ text, at: null, sendsAnyway: false }}
          isNew
          onClose={() => setOpen(false)}
          onPlan={async (plan) => {
            attempt.current ??= crypto.randomUUID();
            const isDone = await actions.plan(attempt.current, plan);
            if (isDone) {
              attempt.current = null;
              onPlanned();
            }
            return isDone;
          }}
        />
      )}
    </>
  );
}
