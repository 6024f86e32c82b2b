'use client';

import { DEAD_LETTERS_PER_PAGE, type DeadLetterRow } from '@recado/core/operations/contract';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { toast } from '@recado/ui/toaster';
import { RotateCcw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { DeadLetterLine } from './dead-letter-line.tsx';
import { MoreRows } from './more-rows.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useStaff } from './use-staff.ts';
import { useStaffPages } from './use-staff-pages.ts';

/** The events that an engine refuses for ever, to be sent again or discarded. */
export function DeadLettersScreen() {
  const t = useTranslations('staff.deadLetters');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useStaff();
  const [isAsking, setAsking] = useState(false);
  const { query, rows } = useStaffPages<DeadLetterRow>(
    ['dead-letters'],
    DEAD_LETTERS_PER_PAGE,
    (row) => row.seq,
    (staff, before) => staff.deadLetters.query({ input: { before } }),
  );
  const refetch = () => void query.refetch();
  const retryAll = async () => {
    setAsking(false);
    try {
      const { count } = await client.staff.retryDeadLetters.mutate({ input: {} });
      toast(t('allRetried', { count }));
    } catch (error) {
      toast(errorText(error));
    } finally {
      refetch();
    }
  };
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <ScreenHead title={t('title')} detail={t('detail')} asked={query}>
        {rows.length > 1 && (
          <Button onClick={() => setAsking(true)}>
            <RotateCcw size={16} aria-hidden />
            {t('retryAll')}
          </Button>
        )}
      </ScreenHead>
      {query.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          <Skeleton className="h-20" />
          <Skeleton className="h-20" />
        </Loading>
      )}
      {query.data && rows.length === 0 && (
        <EmptyState picture={<BlankNote />} title={t('empty.title')} detail={t('empty.detail')} />
      )}
      {rows.length > 0 && (
        <ul aria-label={t('list')} className="border-t">
          {rows.map((row) => (
            <DeadLetterLine key={row.id} row={row} refetch={refetch} />
          ))}
        </ul>
      )}
      <MoreRows of="staff.deadLetters" query={query} hasRows={rows.length > 0} />
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('retryAllDialog.title')}
        detail={t('retryAllDialog.detail')}
        confirm={t('retryAllDialog.confirm')}
        look="primary"
        onConfirm={() => void retryAll()}
      />
    </main>
  );
}
