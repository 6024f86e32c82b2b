'use client';

import type { HomeNumber } from '@recado/core/reports/contract';
import { formatPhone } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { channelTone } from '../channels/channel-status.ts';
import { useMay } from '../session/use-may.ts';

/** The workspace's numbers and how each is. */
export function HomeNumbers({ numbers }: { numbers: readonly HomeNumber[] }) {
  const t = useTranslations('home.numbers');
  const tState = useTranslations('channels.state');
  const mayConnect = useMay('channels.connect');
  return (
    <section aria-labelledby="numbers" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="numbers" className="font-serif text-title">
        {t('title')}
      </h2>
      {numbers.length === 0 && <p className="text-quiet">{t('none')}</p>}
      {numbers.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)] rounded-card border bg-surface">
          {numbers.map((number) => (
            <li key={number.id} className="flex items-center justify-between gap-3 border-b px-4 py-3 last:border-0">
              <span className="grid min-w-0">
                <span className="truncate font-semibold">{number.name}</span>
                {number.number && <span className="tabular text-dense text-quiet">{formatPhone(number.number)}</span>}
              </span>
              <Badge tone={channelTone(number.state)}>{tState(number.state)}</Badge>
            </li>
          ))}
        </ul>
      )}
      {mayConnect && (
        <Link href="/settings/connections" className="w-fit py-1.5 font-semibold text-brand hover:underline">
          {t(numbers.length === 0 ? 'connect' : 'manage')}
        </Link>
      )}
    </section>
  );
}
