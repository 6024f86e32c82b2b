'use client';

import { Loading, Skeleton } from '@recado/ui/skeleton';
import { clsx } from 'clsx';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { LoadFailure } from '../shell/load-failure.tsx';

type Asked = { isPending: boolean; isError: boolean; error: unknown; data: unknown; refetch(): unknown };

/** A part of a settings page: its name, how it stands, what it is for, its one action, and what was asked for or why it is not there. */
export function Section({
  title,
  isPage = false,
  badge,
  detail,
  action,
  asked,
  children,
}: {
  title: ReactNode;
  /** Whether it is all of its page, and its name the page's. */
  isPage?: boolean;
  /** A word on how it stands. */
  badge?: ReactNode;
  detail: ReactNode;
  action?: ReactNode;
  asked?: Asked;
  children?: ReactNode;
}) {
  const tCommon = useTranslations('common');
  const id = useId();
  const Heading = isPage ? 'h1' : 'h2';
  return (
    <section aria-labelledby={id} className={clsx('grid grid-cols-[minmax(0,1fr)] gap-4', !isPage && 'border-t pt-6')}>
      <div className="flex flex-col items-start justify-between gap-3 sm:flex-row sm:items-end">
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Heading id={id} className={clsx('font-serif', isPage ? 'text-display' : 'text-title')}>
              {title}
            </Heading>
            {badge}
          </div>
          <p className="max-w-xl text-quiet">{detail}</p>
        </div>
        {action}
      </div>
      {asked?.isError && asked.data === undefined && <LoadFailure of={asked} />}
      {asked?.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
        </Loading>
      )}
      {children}
    </section>
  );
}
