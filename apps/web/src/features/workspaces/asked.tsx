'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { useErrorText } from '../session/use-error-text.ts';

/** What stands where an answer is not there yet, or why it is not. */
export function Asked({ of }: { of: { isPending: boolean; isError: boolean; error: unknown; refetch(): unknown } }) {
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  if (of.isError)
    return (
      <Notice
        tone="danger"
        live="polite"
        action={
          <Button size="small" onClick={() => void of.refetch()}>
            {tCommon('retry')}
          </Button>
        }
      >
        {errorText(of.error)}
      </Notice>
    );
  return of.isPending ? (
    <Loading label={tCommon('loading')} className="grid gap-3">
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </Loading>
  ) : null;
}
