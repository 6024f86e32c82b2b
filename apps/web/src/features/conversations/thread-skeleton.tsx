'use client';

import { Loading, Skeleton } from '@recado/ui/skeleton';
import { clsx } from 'clsx';
import { useTranslations } from 'next-intl';

/** A conversation that is about to appear: its header, and notes on both sides. */
export function ThreadSkeleton() {
  const t = useTranslations('common');
  return (
    <Loading label={t('loading')} className="flex min-h-0 flex-1 flex-col bg-sunk">
      <div className="flex h-15 items-center gap-3 border-b bg-paper px-4">
        <Skeleton className="size-10 rounded-full" />
        <Skeleton className="h-4 w-40" />
      </div>
      <div className="flex flex-1 flex-col justify-end gap-3 p-6">
        {['w-1/2', 'w-2/5', 'w-1/3', 'w-3/5'].map((width, at) => (
          <Skeleton key={width} className={clsx('h-12', width, at % 2 === 1 && 'self-end')} />
        ))}
      </div>
    </Loading>
  );
}
