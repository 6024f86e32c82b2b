'use client';

import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { LoadFailure } from '../shell/load-failure.tsx';

/** What stands where an answer is not there yet, or why it is not. */
export function Asked({ of }: { of: { isPending: boolean; isError: boolean; error: unknown; refetch(): unknown } }) {
  const tCommon = useTranslations('common');
  if (of.isError) return <LoadFailure of={of} />;
  return of.isPending ? (
    <Loading label={tCommon('loading')} className="grid gap-3">
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
      <Skeleton className="h-20" />
    </Loading>
  ) : null;
}
