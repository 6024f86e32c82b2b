'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Bell } from '../notifications/bell.tsx';
import { usePalette } from '../palette/use-palette.ts';
import { useDesk } from '../session/use-desk.ts';
import { FirstStepsLink } from '../welcome/first-steps-link.tsx';
import { PersonMenu } from './person-menu.tsx';
import { WorkspaceSwitcher } from './workspace-switcher.tsx';

/** Which business this is, and the way to everything else; on phones also whose account. */
export function DeskHeader() {
  const t = useTranslations('shell');
  const { viewer, theme, client } = useDesk();
  const palette = usePalette();
  return (
    <header className="flex h-13 items-center justify-between gap-2 border-b px-2 md:px-3">
      <WorkspaceSwitcher />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <FirstStepsLink />
        <button
          type="button"
          aria-label={t('search')}
          title={t('search')}
          onClick={() => palette.open('home')}
          className="flex size-11 shrink-0 items-center justify-center rounded-full text-quiet hover:bg-sunk hover:text-ink"
        >
          <Search size={20} aria-hidden />
        </button>
        <Bell />
      </div>
      <div className="shrink-0 md:hidden">
        <PersonMenu side="bottom" person={viewer.person} theme={theme} client={client} />
      </div>
    </header>
  );
}
