'use client';

import { COUNTED_TO, type Home } from '@recado/core/reports/contract';
import { formatAgo, formatPhone } from '@recado/i18n';
import { Notice } from '@recado/ui/notice';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useKindName } from '../conversations/use-preview.ts';
import { useMay } from '../session/use-may.ts';
import { useReading } from '../shell/use-reading.ts';

const BROKEN = ['conflict', 'logged_out', 'banned', 'temporarily_banned', 'outdated', 'failed'];
/** A number that somebody wants open and that is not; one at rest calls for nobody. */
const isDown = ({ state, wanted }: NonNullable<Home['numbers']>[number]) =>
  BROKEN.includes(state) || (wanted === 'open' && !['open', 'syncing'].includes(state));

/** What calls for somebody now: numbers that are down, people who wait, limits that are near. One calm line when nothing does. */
export function Attention({ home }: { home: Home }) {
  const t = useTranslations('home.now');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const count = new Intl.NumberFormat(locale);
  const mayConnect = useMay('channels.connect');
  const down = home.numbers?.filter(isDown) ?? [];
  // where one is all that the plan has, having it is no news
  const limits = home.limits?.rows.filter(({ state, limit }) => state !== 'fine' && limit > 1) ?? [];
  const { waiting } = home;
  const late = home.waiting?.late ?? 0;
  const isCalm = down.length === 0 && limits.length === 0 && late === 0;
  return (
    <section aria-label={t('title')} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {down.map((number) => (
        <Notice key={number.id} tone="danger">
          <span className="tabular font-semibold">
            {t('number', { name: number.number ? `${number.name} (${formatPhone(number.number)})` : number.name })}
          </span>{' '}
          {t('numberDetail')}{' '}
          {mayConnect && (
            <Link href="/settings/connections" className="font-semibold underline">
              {t('numberAction')}
            </Link>
          )}
        </Notice>
      ))}
      {late > 0 && (
        <Notice tone="attention">
          <span className="tabular font-semibold">
            {late >= COUNTED_TO ? t('lateMany', { count: COUNTED_TO }) : t('late', { count: late })}
          </span>
          {'. '}
          <Link href="/inbox?view=due" className="font-semibold underline">
            {t('lateAll')}
          </Link>
        </Notice>
      )}
      {waiting && waiting.count > 0 && <Waiting waiting={waiting} />}
      {limits.map(({ name, used, limit, state }) => (
        <Notice key={name} tone="attention">
          <span className="tabular font-semibold">
            {t(`limit.${name}`, { used: count.format(used), limit: count.format(limit) })}
          </span>{' '}
          {t(state === 'full' ? 'full' : 'near', { plan: home.limits?.plan[locale] ?? '' })}{' '}
          {home.limits?.next && t('lift', { next: home.limits.next[locale] })}
        </Notice>
      ))}
      {waiting?.count === 0 && (
        <Notice tone="good">{t(isCalm && (home.numbers?.length ?? 0) > 0 ? 'calm' : 'calmWaiting')}</Notice>
      )}
    </section>
  );
}

function Waiting({ waiting }: { waiting: NonNullable<Home['waiting']> }) {
  const t = useTranslations('home.now');
  const reading = useReading();
  const kind = useKindName();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] overflow-hidden rounded-card border bg-surface">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 border-b px-4 py-3">
        <h2 className="font-semibold text-attention">
          {waiting.count >= COUNTED_TO
            ? t('waitingMany', { count: COUNTED_TO })
            : t('waiting', { count: waiting.count })}
        </h2>
        <p className="text-dense text-quiet">{t('oldest')}</p>
      </div>
      <ul>
        {waiting.rows.map((row) => {
          const name = row.name || (row.number ? formatPhone(row.number) : 'WhatsApp');
          const ago = formatAgo(new Date(row.since), reading);
          return (
            <li key={row.id} className="border-b last:border-0">
              <Link href={`/inbox/${row.id}`} className="flex items-center gap-3 px-4 py-2.5 hover:bg-sunk">
                <span className="grid min-w-0 flex-1">
                  <span className="flex items-baseline justify-between gap-3">
                    <span className="truncate font-semibold">{name}</span>
                    <span className="tabular shrink-0 text-dense text-quiet">{ago}</span>
                  </span>
                  <span className="truncate text-quiet">{row.preview || kind(row.kind)}</span>
                </span>
                <ChevronRight size={16} aria-hidden className="shrink-0 text-quiet" />
              </Link>
            </li>
          );
        })}
      </ul>
      {waiting.count > waiting.rows.length && (
        <Link href="/inbox" className="border-t px-4 py-3 text-center font-semibold text-brand hover:bg-sunk">
          {t('all')}
        </Link>
      )}
    </div>
  );
}
