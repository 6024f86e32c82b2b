'use client';

import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import type { Import } from './one-import.tsx';
import { useImportFaults } from './use-imports.ts';

/** The rows that something is wrong with: which, why, and what stood there; and all of them as a file to mend. */
export function ImportFaults({ one }: { one: Import }) {
  const t = useTranslations('imports');
  const { viewer, workspace } = useDesk();
  const faults = useImportFaults(one.id, `${one.mapping.join()} ${one.country} ${one.policy} ${one.state}`);
  const rows = faults.data?.pages.flatMap((page) => page.rows) ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h3 className="font-semibold">{t('dry.faults')}</h3>
        <Button asChild size="small">
          <a href={`/imports/${one.id}/faults.csv?workspace=${workspace.id}&person=${viewer.person.id}`} download>
            {t('dry.download')}
          </a>
        </Button>
      </div>
      <ul className="grid grid-cols-[minmax(0,1fr)]">
        {rows.map(({ n, reasons, cells }) => (
          <li
            key={n}
            className="grid gap-x-4 gap-y-0.5 border-b py-2 last:border-b-0 sm:grid-cols-[5.5rem_minmax(0,1fr)]"
          >
            <span className="tabular text-quiet">{t('dry.row', { n })}</span>
            <span className="grid min-w-0 gap-0.5">
              {reasons.map(({ code, column, value }) => (
                <span key={`${code} ${column} ${value}`} className="wrap-anywhere">
                  {column !== null && (
                    <b className="font-medium">{t('dry.column', { column: one.columns[column] ?? '' })} </b>
                  )}
                  {t(`reasons.${code}` as never, { value: String(value) } as never)}
                  {column !== null && value !== '' && (
                    <span className="text-quiet"> {t('dry.value', { value: String(value) })}</span>
                  )}
                </span>
              ))}
              <span className="truncate text-dense text-quiet">{cells.filter(Boolean).join(' · ')}</span>
            </span>
          </li>
        ))}
      </ul>
      {faults.hasNextPage && (
        <Button
          className="justify-self-start"
          size="small"
          busy={faults.isFetchingNextPage}
          onClick={() => void faults.fetchNextPage()}
        >
          {t('dry.more')}
        </Button>
      )}
    </section>
  );
}
