'use client';

import { Button } from '@recado/ui/button';
import { Mark } from '@recado/ui/mark';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EntryPreferences } from '../identity/entry-preferences.tsx';

/** The page around the help: whoever reads it may be in or out, so it leads to the door, which knows. */
export function HelpFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('help');
  return (
    <div className="mx-auto flex min-h-dvh max-w-3xl flex-col px-4 pt-5 pb-12 md:px-8">
      <header className="flex items-center justify-between gap-3">
        <Link href="/ayuda" className="flex items-center gap-2.5 text-brand">
          <Mark size={26} />
          <span className="font-serif text-ink text-title">{t('title')}</span>
        </Link>
        <div className="flex items-center gap-1">
          <EntryPreferences />
          <Button size="small" asChild>
            <Link href="/">{t('open')}</Link>
          </Button>
        </div>
      </header>
      <main className="grid grid-cols-[minmax(0,1fr)] gap-6 py-8">{children}</main>
    </div>
  );
}
