'use client';

import { COUNTED_TO, type Overview } from '@recado/core/workspaces/contract';
import { numberStateOf } from '@recado/core/workspaces/rules';
import { Badge } from '@recado/ui/badge';
import { EmptyState } from '@recado/ui/empty-state';
import { Notice } from '@recado/ui/notice';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { Asked } from './asked.tsx';
import { ColorStripe } from './color-stripe.tsx';
import { OverviewTabs } from './overview-tabs.tsx';
import { useOverview } from './use-workspaces.ts';

/** All workspaces of an owner at once: the sums, then each, what needs somebody first. */
export function OverviewScreen() {
  const t = useTranslations('workspaces.overview');
  const overview = useOverview();
  const { rows = [], sums } = overview.data ?? {};
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-8 md:px-8">
        <div className="grid gap-1">
          <h1 className="font-serif text-display">{t('title')}</h1>
          <p className="text-body text-quiet">{t('detail')}</p>
        </div>
        <OverviewTabs />
        <Asked of={overview} />
        {sums && rows.length === 0 && (
          <EmptyState picture={<BlankNote />} title={t('none.title')} detail={t('none.detail')} />
        )}
        {sums && rows.length > 0 && (
          <>
            <Sums sums={sums} />
            {sums.needing === 0 ? (
              <Notice tone="good">{t('calm')}</Notice>
            ) : (
              <p role="status" className="font-medium">
                {t('needing', { count: sums.needing })}
              </p>
            )}
            <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
              {rows.map((row) => (
                <Row key={row.id} row={row} />
              ))}
            </ul>
          </>
        )}
      </div>
    </main>
  );
}

function Sums({ sums }: { sums: Overview['sums'] }) {
  const t = useTranslations('workspaces.overview.sums');
  const figures = [
    ['active', String(sums.active)],
    ['waiting', `${sums.waiting.count}${sums.waiting.isMore ? '+' : ''}`],
    ['contacts', String(sums.contacts)],
    ['messages', String(sums.messagesToday)],
    ['online', String(sums.online)],
    ['offline', String(sums.offline)],
  ] as const;
  return (
    <dl aria-label={t('label')} className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      {figures.map(([key, figure]) => (
        <div key={key} className="grid gap-0.5 rounded-card border border-line bg-surface px-4 py-3">
          <dt className="text-dense text-quiet">{t(key)}</dt>
          <dd className="tabular font-serif text-title">{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Whether its numbers are connected; one that should be and is not is said by what needs somebody. */
function NumbersBadge({ row }: { row: Overview['rows'][number] }) {
  const t = useTranslations('workspaces.overview');
  const numbers = row.numbers ?? [];
  if (row.closed !== null || numbers.length === 0 || row.needs.includes('number')) return null;
  const online = numbers.filter((each) => numberStateOf(each) === 'online').length;
  return <Badge tone={online > 0 ? 'good' : 'neutral'}>{t('numbers', { online, all: numbers.length })}</Badge>;
}

function Row({ row }: { row: Overview['rows'][number] }) {
  const t = useTranslations('workspaces.overview');
  const { switchWorkspace } = useDesk();
  const router = useRouter();
  return (
    <li className="flex items-stretch gap-3 rounded-card border border-line bg-surface p-3">
      <ColorStripe of={row} className="w-1" />
      <div className="grid min-w-0 flex-1 gap-1">
        <button
          type="button"
          aria-label={t('open', { name: row.name })}
          onClick={() => {
            switchWorkspace(row.id);
            router.push(row.needs[0] === 'number' || row.needs[0] === 'noNumber' ? '/settings/connections' : '/inbox');
          }}
          className="min-h-9 truncate text-left font-semibold hover:underline"
        >
          {row.name}
        </button>
        <p className="text-dense text-quiet">
          {t('row', { contacts: row.contacts ?? 0, messages: row.messagesToday ?? 0 })}
        </p>
        <p className="flex flex-wrap gap-1.5">
          {row.closed === 'archived' && <Badge>{t('archived')}</Badge>}
          <NumbersBadge row={row} />
          {row.needs.map((need) => (
            <Badge key={need} tone={need === 'number' || need === 'cancelled' ? 'danger' : 'attention'}>
              {t(`needs.${need}`, { count: row.waiting ?? 0 })}
              {need === 'waiting' && (row.waiting ?? 0) >= COUNTED_TO && '+'}
            </Badge>
          ))}
        </p>
      </div>
    </li>
  );
}
