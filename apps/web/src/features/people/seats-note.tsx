'use client';

import { formatMoney } from '@recado/i18n';
import { Notice } from '@recado/ui/notice';
import { useLocale, useTranslations } from 'next-intl';
import { TalkToUs } from '../session/talk-to-us.tsx';
import { useDesk } from '../session/use-desk.ts';
import type { Seats } from './use-people.ts';

/** How many seats are taken, and before anybody is invited what the next one costs or which plan has one. */
export function SeatsNote({ seats }: { seats: Seats }) {
  const t = useTranslations('people.seats');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client, viewer, workspace } = useDesk();
  const shared = viewer.workspaces.some(({ id, accountId }) => accountId === workspace.accountId && id !== workspace.id)
    ? 'yes'
    : 'no';
  const { used, max, invited, interval, lift } = seats;
  const money = (cents: number) => formatMoney(cents, seats.currency, locale);
  const count = max === null ? t('endless', { used, shared }) : t('used', { used, max, shared });
  const line = invited > 0 ? `${count}: ${t('invited', { count: invited })}.` : max === null ? count : `${count}.`;
  if (max !== null && used >= max)
    return (
      <Notice tone="attention">
        <div className="grid gap-2">
          <p>
            <span className="font-semibold">{max === 1 ? t('fullAlone') : t('full', { max })}</span>{' '}
            {lift &&
              t('lift', {
                plan: lift.name[locale],
                max: lift.max ?? 0,
                price: lift.fromCents === null ? 'none' : money(lift.fromCents),
                interval,
              })}{' '}
            {max > 1 && t('free')}
          </p>
          {lift && (
            <div>
              <TalkToUs client={client} source="limit" />
            </div>
          )}
        </div>
      </Notice>
    );
  return (
    <p className="tabular text-quiet">
      {line}{' '}
      {max !== null && (seats.nextCents > 0 ? t('next', { price: money(seats.nextCents), interval }) : t('included'))}
    </p>
  );
}
