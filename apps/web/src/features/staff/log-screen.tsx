'use client';

import { STAFF_ACTIONS_PER_PAGE, type StaffActionRow } from '@recado/core/operations/contract';
import { EmptyState } from '@recado/ui/empty-state';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { BlankNote } from '../shell/blank-note.tsx';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { MoreRows } from './more-rows.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useStaffPages } from './use-staff-pages.ts';
import { useStaffQuery } from './use-staff-query.ts';

/** What the staff did and read, the latest first, of everybody or of one person. */
export function LogScreen() {
  const t = useTranslations('staff.log');
  const tCommon = useTranslations('common');
  const [personId, setPersonId] = useState('');
  const people = useStaffQuery(['people'], (staff) => staff.people.query({ input: {} }), 60_000);
  const { query, rows } = useStaffPages<StaffActionRow>(
    ['actions', personId],
    STAFF_ACTIONS_PER_PAGE,
    (row) => row.id,
    (staff, before) => staff.actions.query({ input: { personId: personId || null, before } }),
  );
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <ScreenHead title={t('title')} detail={t('detail')} asked={query} />
      <div className="max-w-sm">
        <Field label={t('person')}>
          {(control) => (
            <SelectInput {...control} value={personId} onChange={({ target }) => setPersonId(target.value)}>
              <option value="">{t('everyone')}</option>
              {(people.data ?? []).map((person) => (
                <option key={person.personId} value={person.personId}>
                  {person.name} · {person.email}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      </div>
      {query.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
        </Loading>
      )}
      {query.data && rows.length === 0 && (
        <EmptyState picture={<BlankNote />} title={t('empty.title')} detail={t('empty.detail')} />
      )}
      {rows.length > 0 && (
        <ul aria-label={t('list')} aria-busy={query.isPlaceholderData} className="border-t">
          {rows.map((row) => (
            <ActionLine key={row.id} row={row} />
          ))}
        </ul>
      )}
      <MoreRows of="staff.log" query={query} hasRows={rows.length > 0} />
    </main>
  );
}

function ActionLine({ row }: { row: StaffActionRow }) {
  const t = useTranslations('staff.log');
  const reading = useReading();
  const what = t.has(`action.${row.action}` as never) ? t(`action.${row.action}` as never) : row.action;
  const detail = Object.entries(row.detail).map(([key, value]) => `${key}: ${String(value)}`);
  return (
    <li data-action={row.action} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 border-b py-3">
      <p className="wrap-anywhere min-w-0">
        <span className="font-semibold">{row.name ?? t('unknown')}</span> {what}
      </p>
      <time dateTime={row.at} className="tabular whitespace-nowrap text-dense text-quiet">
        {formatClock(new Date(row.at), reading)}
      </time>
      <p className="wrap-anywhere col-span-2 min-w-0 font-mono text-fine text-quiet">
        {[row.subject, ...detail, row.address && t('from', { address: row.address })].filter(Boolean).join(' · ')}
      </p>
    </li>
  );
}
