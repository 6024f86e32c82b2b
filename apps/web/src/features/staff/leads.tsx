'use client';

import { LEADS_PER_PAGE, type LeadRow } from '@recado/core/operations/contract';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Notice } from '@recado/ui/notice';
import { Segmented } from '@recado/ui/segmented';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { toast } from '@recado/ui/toaster';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useErrorText } from '../session/use-error-text.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { MoreRows } from './more-rows.tsx';
import { useStaff } from './use-staff.ts';
import { useStaffPages } from './use-staff-pages.ts';

/** Those who met the wall and ask for a word with us: the ones that wait, and the ones that were answered. */
export function Leads() {
  const t = useTranslations('staff.wall.leads');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const [which, setWhich] = useState<'waiting' | 'handled'>('waiting');
  const { query, rows } = useStaffPages<LeadRow>(
    ['leads', which],
    LEADS_PER_PAGE,
    (row) => row.id,
    (staff, before) => staff.leads.query({ input: { handled: which === 'handled', before } }),
  );
  const empty = which === 'waiting' ? 'emptyWaiting' : 'emptyHandled';
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="-my-2.5 flex flex-wrap items-center justify-between gap-x-4">
        <h2 className="font-semibold text-lead">{t('title')}</h2>
        <Segmented
          label={t('title')}
          name="leads"
          value={which}
          onValue={setWhich}
          options={(['waiting', 'handled'] as const).map((value) => ({ value, label: t(value) }))}
        />
      </div>
      {query.isError && (
        <Notice tone="danger" live="polite">
          {errorText(query.error)}
        </Notice>
      )}
      {query.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          <Skeleton className="h-20" />
        </Loading>
      )}
      {query.data && rows.length === 0 && (
        <EmptyState picture={<BlankNote />} title={t(`${empty}.title`)} detail={t(`${empty}.detail`)} />
      )}
      {rows.length > 0 && (
        <ul aria-label={t('list')} aria-busy={query.isPlaceholderData} className="border-t">
          {rows.map((row) => (
            <Lead key={row.id} row={row} refetch={() => void query.refetch()} />
          ))}
        </ul>
      )}
      <MoreRows of="staff.wall.leads" query={query} hasRows={rows.length > 0} />
    </section>
  );
}

function Lead({ row, refetch }: { row: LeadRow; refetch: () => void }) {
  const t = useTranslations('staff.wall.leads');
  const errorText = useErrorText();
  const reading = useReading();
  const { client } = useStaff();
  const [isBusy, setBusy] = useState(false);
  const settle = async () => {
    setBusy(true);
    try {
      const { isFirst } = await client.staff.settleLead.mutate({ input: { id: row.id } });
      toast(t(isFirst ? 'done' : 'late'));
    } catch (error) {
      toast(errorText(error));
    } finally {
      setBusy(false);
      refetch();
    }
  };
  const { workspaces, isPriority, ...counts } = row.signals;
  return (
    <li data-lead={row.id} className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <h3 className="flex flex-wrap items-center gap-x-2 font-semibold text-body">
            <span className="wrap-anywhere">{row.name}</span>
            {isPriority && <Badge>{t('priority')}</Badge>}
          </h3>
          <p className="tabular wrap-anywhere text-dense text-quiet">
            <a href={`mailto:${row.email}`} className="underline">
              {row.email}
            </a>
            {` · ${t(`from.${row.source}`)} · ${formatClock(new Date(row.at), reading)}`}
          </p>
        </div>
        {row.handledAt === null && (
          <Button size="small" busy={isBusy} onClick={() => void settle()}>
            {t('handle')}
          </Button>
        )}
      </div>
      <p className="wrap-anywhere whitespace-pre-line">
        {row.words === '' ? (
          <span className="text-quiet">{t('noWords')}</span>
        ) : (
          <>
            <span className="text-quiet">{t('words')}</span> {row.words}
          </>
        )}
      </p>
      <p className="text-dense text-quiet">{t('signals', counts)}</p>
      {workspaces.length > 0 && (
        <p className="wrap-anywhere text-dense text-quiet">{t('workspaces', { names: workspaces.join(', ') })}</p>
      )}
      {row.handledAt !== null && (
        <p className="text-dense text-quiet">
          {t('by', { name: row.handledBy ?? t('gone'), when: formatClock(new Date(row.handledAt), reading) })}
        </p>
      )}
    </li>
  );
}
