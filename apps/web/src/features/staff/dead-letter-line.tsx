'use client';

import type { DeadLetterRow } from '@recado/core/operations/contract';
import { Button } from '@recado/ui/button';
import { toast } from '@recado/ui/toaster';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { LoggedText } from './logged-text.tsx';
import { useStaff } from './use-staff.ts';

/** One event that was set aside: what it is called, with what it was refused, and what may be done about it. */
export function DeadLetterLine({ row, refetch }: { row: DeadLetterRow; refetch: () => void }) {
  const t = useTranslations('staff.deadLetters');
  const errorText = useErrorText();
  const reading = useReading();
  const { client } = useStaff();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const settle = async (wish: 'retry' | 'discard') => {
    setAsking(false);
    setBusy(true);
    try {
      const input = { input: { id: row.id } };
      await (wish === 'retry'
        ? client.staff.retryDeadLetter.mutate(input)
        : client.staff.discardDeadLetter.mutate(input));
      toast(t(wish === 'retry' ? 'retried' : 'discarded'));
    } catch (error) {
      toast(errorText(error));
    } finally {
      setBusy(false);
      refetch();
    }
  };
  return (
    <li data-dead-letter={row.id} className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <h2 className="wrap-anywhere font-semibold text-body">{row.name}</h2>
          <p className="tabular text-dense text-quiet">
            {[
              t('code', { code: row.code }),
              t('tries', { count: row.tries }),
              t('emitted', { when: formatClock(new Date(row.emittedAt), reading) }),
              t('setAside', { when: formatClock(new Date(row.setAsideAt), reading) }),
            ].join(' · ')}
          </p>
          <p className="wrap-anywhere font-mono text-fine text-quiet">{row.id}</p>
        </div>
        <div className="flex shrink-0 gap-2">
          <Button size="small" busy={isBusy} onClick={() => void settle('retry')}>
            {t('retry')}
          </Button>
          <Button size="small" disabled={isBusy} onClick={() => setAsking(true)}>
            {t('discard')}
          </Button>
        </div>
      </div>
      <LoggedText
        label={t('content')}
        queryKey={['dead-letter', row.id]}
        ask={async (staff) => {
          const { detail, json } = await staff.deadLetter.query({ input: { id: row.id } });
          return `${detail}\n\n${JSON.stringify(JSON.parse(json), null, 2)}`;
        }}
      />
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('discardDialog.title')}
        detail={t('discardDialog.detail')}
        confirm={t('discardDialog.confirm')}
        look="danger"
        onConfirm={() => void settle('discard')}
      />
    </li>
  );
}
