'use client';

import { CountBadge } from '@recado/ui/badge';
import { clsx } from 'clsx';
import { ContactRound, House, Inbox, LayoutGrid, Settings } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCounts } from '../conversations/use-conversations.ts';
import { useDesk } from '../session/use-desk.ts';
import { PersonMenu } from './person-menu.tsx';
import { ProductMark } from './product-mark.tsx';

const sections = [
  { href: '/home', key: 'home', Icon: House },
  { href: '/overview', key: 'overview', Icon: LayoutGrid },
  { href: '/inbox', key: 'conversations', Icon: Inbox },
  { href: '/contacts', key: 'contacts', Icon: ContactRound },
  { href: '/settings/connections', key: 'settings', Icon: Settings },
] as const;

/** The sections that exist: a rail beside the desk, or a bar at the thumb. */
export function DeskNav({ place }: { place: 'rail' | 'bar' }) {
  const t = useTranslations('shell.nav');
  const tCommon = useTranslations('common');
  const { viewer, theme, client } = useDesk();
  const path = usePathname();
  const unread = useCounts().data?.unread ?? 0;
  // whoever has one business has nothing to look over
  const mine = sections.filter(({ key }) => key !== 'overview' || viewer.workspaces.length > 1);
  const links = mine.map(({ href, key, Icon }) => {
    // every page of a section is the section
    const isHere = path.split('/')[1] === href.split('/')[1];
    return (
      <Link
        key={key}
        href={href}
        aria-current={isHere ? 'page' : undefined}
        className={clsx(
          'relative flex flex-col items-center justify-center gap-1 text-fine transition-colors',
          place === 'rail' ? 'h-15 w-full' : 'h-14 flex-1',
          isHere ? 'font-semibold text-brand' : 'text-quiet hover:text-ink',
        )}
      >
        <span className="relative">
          <Icon size={22} strokeWidth={isHere ? 2.2 : 1.8} aria-hidden />
          {key === 'conversations' && (
            <span className="absolute -top-2 left-3.5">
              <CountBadge count={unread} label={t('unread', { count: unread })} />
            </span>
          )}
        </span>
        {t(key)}
      </Link>
    );
  });
  if (place === 'bar') {
    return (
      <nav
        aria-label={t('label')}
        className="flex shrink-0 border-t bg-paper pb-[env(safe-area-inset-bottom)] md:hidden"
      >
        {links}
      </nav>
    );
  }
  return (
    <nav aria-label={t('label')} className="hidden w-27 shrink-0 flex-col items-center border-r pt-3 pb-4 md:flex">
      <span className="mb-4 text-brand">
        <ProductMark size={30} title={tCommon('product')} />
      </span>
      {links}
      <div className="mt-auto">
        <PersonMenu side="right" person={viewer.person} theme={theme} client={client} />
      </div>
    </nav>
  );
}
