'use client';

import { formatTime } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { useReading } from '../shell/use-reading.ts';

type Asked = {
  isError: boolean;
  error: unknown;
  data: unknown;
  dataUpdatedAt: number;
  refetch(): unknown;
};

/** The name of a screen, what it is for, and whether what it shows is of now. */
export function ScreenHead({
  title,
  detail,
  asked,
  children,
}: {
  title: ReactNode;
  detail?: ReactNode;
  asked: Asked;
  children?: ReactNode;
}) {
  const t = useTranslations('staff');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const reading = useReading();
  return (
    <>
      <div className="flex flex-col items-start justify-between gap-4 sm:flex-row sm:items-end">
        <div className="grid min-w-0 gap-1">
          <h1 className="wrap-anywhere font-serif text-display">{title}</h1>
          {detail && <p className="text-body text-quiet">{detail}</p>}
        </div>
        {children}
      </div>
      {asked.isError && (
        <Notice
          tone={asked.data === undefined ? 'danger' : 'attention'}
          live="polite"
          action={
            <Button size="small" onClick={() => void asked.refetch()}>
              {tCommon('retry')}
            </Button>
          }
        >
          {asked.data === undefined
            ? errorText(asked.error)
            : t('stale', { when: formatTime(new Date(asked.dataUpdatedAt), reading) })}
        </Notice>
      )}
    </>
  );
}
