'use client';

import {
  OPPORTUNITIES_PER_PAGE,
  type OpportunityRow,
  type SharingState,
  sharingMoves,
  sharingStates,
} from '@recado/core/growth/contract';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { EmptyState } from '@recado/ui/empty-state';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { TextArea } from '@recado/ui/text-area';
import { toast } from '@recado/ui/toaster';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { signalWords } from '../security/say-signal.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { useReading } from '../shell/use-reading.ts';
import { formatClock } from './format-clock.ts';
import { MoreRows } from './more-rows.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useStaff } from './use-staff.ts';
import { useStaffPages } from './use-staff-pages.ts';

/** Logins that several people seem to use, by state: how much speaks for it and why, and what may be done. */
export function OpportunitiesScreen() {
  const t = useTranslations('staff.sharing');
  const tCommon = useTranslations('common');
  const [state, setState] = useState<SharingState>('open');
  const { query, rows } = useStaffPages(
    ['sharing', state],
    OPPORTUNITIES_PER_PAGE,
    ({ score, personId }: OpportunityRow) => ({ score, personId }),
    (staff, before) => staff.opportunities.query({ input: { state, before } }),
  );
  const refetch = () => void query.refetch();
  return (
    <main className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <ScreenHead title={t('title')} detail={t('detail')} asked={{ ...query, refetch }} />
      <div className="max-w-xs">
        <Field label={t('which')}>
          {(control) => (
            <SelectInput {...control} value={state} onChange={({ target }) => setState(target.value as SharingState)}>
              {sharingStates.map((value) => (
                <option key={value} value={value}>
                  {t(`state.${value}`)}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      </div>
      {query.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          <Skeleton className="h-24" />
          <Skeleton className="h-24" />
        </Loading>
      )}
      {query.data && rows.length === 0 && (
        <EmptyState picture={<BlankNote />} title={t(`empty.${state}`)} detail={t('emptyDetail')} />
      )}
      {rows.length > 0 && (
        <ul aria-label={t('list')} aria-busy={query.isPlaceholderData} className="border-t">
          {rows.map((row) => (
            <Opportunity key={row.personId} row={row} refetch={refetch} />
          ))}
        </ul>
      )}
      <MoreRows of="staff.sharing" query={query} hasRows={rows.length > 0} />
    </main>
  );
}

function Opportunity({ row, refetch }: { row: OpportunityRow; refetch: () => void }) {
  const t = useTranslations('staff.sharing');
  const reading = useReading();
  const [to, setTo] = useState<StaffMove | null>(null);
  const { families, discounts, isCertain, days } = row.detail;
  const moves = sharingMoves.staff.flatMap(([from, next]) => (from === row.state ? [next as StaffMove] : []));
  return (
    <li data-sharing={row.personId} className="grid grid-cols-[minmax(0,1fr)] gap-2 border-b py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="grid min-w-0 gap-0.5">
          <h2 className="flex flex-wrap items-center gap-x-2 gap-y-1 font-semibold text-body">
            <span className="wrap-anywhere">{row.name}</span>
            <Badge tone={isCertain ? 'attention' : 'neutral'}>{t('score', { score: row.score })}</Badge>
          </h2>
          <p className="tabular wrap-anywhere text-dense text-quiet">
            <a href={`mailto:${row.email}`} className="underline">
              {row.email}
            </a>
            {` · ${row.account} · ${row.plan} · ${t('contacts', { count: row.contacts })}`}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {moves.map((move) => (
            <Button key={move} size="small" onClick={() => setTo(move)}>
              {t(`move.${move}`)}
            </Button>
          ))}
        </div>
      </div>
      <p className="text-dense">
        {[
          ...families.map(({ family, points, cap }) => t(`family.${family}`, { points, cap })),
          ...discounts.map(({ kind, points }) => t(`discount.${kind}`, { points })),
          t('days', { count: days }),
          ...(isCertain ? [t('certain')] : []),
        ].join(' · ')}
      </p>
      <Reasons row={row} />
      <p className="text-dense text-quiet">
        {[
          ...(row.openedAt ? [t('opened', { when: formatClock(new Date(row.openedAt), reading) })] : []),
          ...(row.contestedAt ? [t('contestedAt', { when: formatClock(new Date(row.contestedAt), reading) })] : []),
          t('weighed', { when: formatClock(new Date(row.weighedAt), reading) }),
        ].join(' · ')}
      </p>
      {to && <MoveDialog row={row} to={to} close={() => setTo(null)} refetch={refetch} />}
    </li>
  );
}
type StaffMove = 'open' | 'explained' | 'ignored';

/** The latest of what was seen, in the words that its person reads. */
function Reasons({ row }: { row: OpportunityRow }) {
  const t = useTranslations('security.shared.kind');
  const tDevice = useTranslations('security.device');
  const locale = useLocale();
  const nameOf = ({ browser }: { browser: string }) =>
    browser ? tDevice('nameOnly', { browser }) : tDevice('unknown');
  const and = (parts: string[]) => new Intl.ListFormat(locale, { type: 'conjunction' }).format(parts);
  return (
    <ul className="grid gap-0.5 text-dense">
      {row.signals.map((signal) => (
        <li key={signal.key} className="wrap-anywhere">
          <span className="tabular text-quiet">{signal.day} </span>
          {t(signal.kind, signalWords(signal, { locale, nameOf, and }))}
        </li>
      ))}
    </ul>
  );
}

/** Asks why, since the reason stays with the case. */
function MoveDialog({
  row,
  to,
  close,
  refetch,
}: {
  row: OpportunityRow;
  to: StaffMove;
  close: () => void;
  refetch: () => void;
}) {
  const t = useTranslations('staff.sharing');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const { client } = useStaff();
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const isShort = reason.trim().length < 3;
  const move = async () => {
    if (isShort) return setFailure(t('dialog.short'));
    setBusy(true);
    try {
      await client.staff.moveOpportunity.mutate({ input: { personId: row.personId, to, reason } });
      toast(t(`moved.${to}`));
      close();
    } catch (error) {
      setFailure(errorText(error));
    } finally {
      setBusy(false);
      refetch();
    }
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={t(`dialog.${to}`, { name: row.name })}
      closeLabel={tCommon('close')}
    >
      <form
        method="post"
        className="mt-4 grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void move();
        }}
      >
        <Field label={t('dialog.reason')} hint={t('dialog.hint')} error={failure}>
          {(control) => (
            <TextArea {...control} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
        <div className="flex justify-end gap-2">
          <Button type="button" onClick={close}>
            {tCommon('cancel')}
          </Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t(`move.${to}`)}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
