import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

/** A part of the screen of money: its rows, that there are none, or that they are on their way. */
export function MoneyRows<Row>({
  title,
  empty,
  rows,
  show,
  children,
}: {
  title: string;
  empty: string;
  rows: readonly Row[] | undefined;
  show: (row: Row) => ReactNode;
  children?: ReactNode;
}) {
  const tCommon = useTranslations('common');
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 className="font-semibold text-lead">{title}</h2>
      {children}
      {!rows && (
        <Loading label={tCommon('loading')}>
          <Skeleton className="h-20" />
        </Loading>
      )}
      {rows?.length === 0 && <p className="text-quiet">{empty}</p>}
      {rows && rows.length > 0 && <ul className="border-t">{rows.map(show)}</ul>}
    </section>
  );
}
