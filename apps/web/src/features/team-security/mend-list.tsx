'use client';

import type { Mend, TeamMember } from '@recado/core/policies/contract';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import type { Route } from 'next';
import Link from 'next/link';
import { useLocale, useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { isProtected } from './protection.ts';

/** What to mend, the most urgent first, each with the act that mends it. */
export function MendList({ mends, people }: { mends: Mend[]; people: TeamMember[] }) {
  const t = useTranslations('teamSecurity.mend');
  const locale = useLocale();
  const { viewer } = useDesk();
  const mayDemand = useMay('security.update');
  if (mends.length === 0) return <Notice tone="good">{t('none')}</Notice>;
  const named = new Intl.ListFormat(locale, { type: 'conjunction' });
  const self = people.find(({ personId }) => personId === viewer.person.id);

  /** Where it is mended, and what the way there is called; none where it is somebody else's to mend. */
  const wayOf = ({ kind, count, names }: Mend): { href: Route; label: string } | null => {
    const isOwn = self !== undefined && names.includes(self.name);
    switch (kind) {
      case 'copied':
        return isOwn && count === 1
          ? { href: '/settings/security', label: t('copiedOwn') }
          : { href: '/settings/people', label: t('copiedDo') };
      case 'factorLess':
        if (self && !isProtected(self)) return { href: '/settings/two-factor', label: t('factorLessOwn') };
        return mayDemand ? { href: '#second-step' as Route, label: t('factorLessDo') } : null;
      case 'policyOff':
        return mayDemand ? { href: '#second-step' as Route, label: t('policyOffDo') } : null;
      case 'manyLinks':
        return { href: '/settings/links' as Route, label: t('manyLinksDo') };
      case 'newDevices':
        return { href: '#people' as Route, label: t('newDevicesDo') };
      case 'manyExports':
        return { href: '/settings/audit?kind=exports' as Route, label: t('manyExportsDo') };
    }
  };
  return (
    <ol className="grid grid-cols-[minmax(0,1fr)]">
      {mends.map((mend, index) => {
        const way = wayOf(mend);
        return (
          <li
            key={mend.kind}
            data-mend={mend.kind}
            className="grid grid-cols-[2rem_minmax(0,1fr)] items-start gap-x-3 gap-y-3 border-b py-4 first:pt-0 last:border-b-0 sm:grid-cols-[2rem_minmax(0,1fr)_auto]"
          >
            <span aria-hidden className="tabular font-serif text-attention text-title leading-6">
              {index + 1}
            </span>
            <div className="grid min-w-0 gap-0.5">
              <p className="wrap-anywhere font-semibold">
                {t(mend.kind, { count: mend.count, names: named.format(mend.names) })}
              </p>
              <p className="text-quiet">
                {way === null && mend.kind === 'factorLess' ? t('factorLessOwner') : t(`${mend.kind}How`)}
              </p>
            </div>
            {way && (
              <Button asChild size="small" className="justify-self-start max-sm:col-start-2">
                {way.href.startsWith('#') ? (
                  <a href={way.href}>{way.label}</a>
                ) : (
                  <Link href={way.href}>{way.label}</Link>
                )}
              </Button>
            )}
          </li>
        );
      })}
    </ol>
  );
}
