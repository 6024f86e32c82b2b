'use client';

import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';

const tabs = [
  { key: 'overview', href: '/overview' },
  { key: 'waiting', href: '/overview/inbox' },
] as const;

/** The two ways to look at all workspaces at once. */
export function OverviewTabs() {
  const t = useTranslations('workspaces.overview.tabs');
  const path = usePathname();
  return (
    <nav aria-label={t('label')} className="flex gap-4 border-b">
      {tabs.map(({ key, href }) => (
        <Link
          key={key}
          href={href}
          aria-current={path === href ? 'page' : undefined}
          className={clsx(
            '-mb-px flex h-11 items-center border-b-2',
            path === href ? 'border-brand font-semibold' : 'border-transparent text-quiet hover:text-ink',
          )}
        >
          {t(key)}
        </Link>
      ))}
    </nav>
  );
}
