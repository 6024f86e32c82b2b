'use client';

import { Button } from '@recado/ui/button';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { useStaff } from './use-staff.ts';

type Client = ReturnType<typeof useStaff>['client'];

/** A text that may hold customers' data. It is fetched when it is opened and not before, because the look is logged. */
export function LoggedText({
  label,
  queryKey,
  ask,
}: {
  label: string;
  queryKey: readonly unknown[];
  ask: (staff: Client['staff']) => Promise<string>;
}) {
  const t = useTranslations('staff.run');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useStaff();
  const [isOpen, setOpen] = useState(false);
  const found = useQuery({
    queryKey: ['staff', ...queryKey],
    queryFn: () => ask(client.staff),
    enabled: isOpen,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    retry: false,
  });
  return (
    <details className="group min-w-0" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="flex min-h-8 list-none flex-wrap items-center gap-x-2 rounded-tight text-dense hover:text-brand [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} aria-hidden className="transition-transform group-open:rotate-90" />
        <span className="font-medium">{label}</span>
        <span className="text-quiet group-open:hidden">{t('logged')}</span>
      </summary>
      {found.isFetching && !found.data && (
        <Loading label={tCommon('loading')} className="mt-2">
          <Skeleton className="h-16" />
        </Loading>
      )}
      {found.isError && (
        <p role="alert" className="mt-2 flex flex-wrap items-center gap-3 text-dense text-danger">
          {errorText(found.error)}
          <Button size="small" onClick={() => void found.refetch()}>
            {tCommon('retry')}
          </Button>
        </p>
      )}
      {found.data && (
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reachable by keys
          tabIndex={0}
          aria-label={label}
          className="mt-2 max-h-96 overflow-y-auto rounded-card border bg-surface p-3"
        >
          <pre className="wrap-anywhere whitespace-pre-wrap font-mono text-fine">{found.data}</pre>
        </section>
      )}
    </details>
  );
}
