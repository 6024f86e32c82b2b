'use client';

import { Toaster } from '@recado/ui/toaster';
import { clsx } from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { PersonMenu } from '../shell/person-menu.tsx';
import { ProductMark } from '../shell/product-mark.tsx';
import { useStaff } from './use-staff.ts';

const sections = [
  { href: '/staff', key: 'functions' },
  { href: '/staff/runs', key: 'runs' },
  { href: '/staff/queue', key: 'queue' },
  { href: '/staff/dead-letters', key: 'deadLetters' },
  { href: '/staff/wall', key: 'wall' },
  { href: '/staff/sharing', key: 'sharing' },
  { href: '/staff/growth', key: 'growth' },
  { href: '/staff/onboarding', key: 'onboarding' },
  { href: '/staff/money', key: 'money' },
  { href: '/staff/log', key: 'log' },
] as const;
const isHere = (path: string, href: string): boolean =>
  path === href || (href !== '/staff' && path.startsWith(`${href}/`));

/** The screens that do not ask the engine: the outbox, the wall, the money and the log are ours whichever engine runs the jobs. */
export const isOfAnyEngine = (path: string): boolean =>
  [
    '/staff/dead-letters',
    '/staff/wall',
    '/staff/sharing',
    '/staff/growth',
    '/staff/onboarding',
    '/staff/money',
    '/staff/log',
  ].some((href) => isHere(path, href));

/** The room around the staff's screens: an ink header with its name in full, so that nobody takes it for a customer's desk. */
export function StaffFrame({ hasConsole, children }: { hasConsole: boolean; children: ReactNode }) {
  const t = useTranslations('staff');
  const tCommon = useTranslations('common');
  const { person, theme, client } = useStaff();
  return (
    <div className="flex min-h-dvh flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-card bg-raised px-4 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        {tCommon('skipToContent')}
      </a>
      <header className="border-ink border-t-4 border-b border-b-line bg-sunk">
        <div className="mx-auto flex max-w-6xl flex-wrap items-center gap-x-6 px-4 md:px-8">
          <p className="flex h-14 min-w-0 items-center gap-2.5 whitespace-nowrap">
            <ProductMark size={24} />
            <span className="font-serif text-lead">{t('brand')}</span>
            <span aria-hidden className="text-quiet">
              ·
            </span>
            <span className="font-semibold">{t('area')}</span>
          </p>
          <div className="ml-auto md:order-last">
            <PersonMenu side="bottom" person={person} theme={theme} client={client} />
          </div>
          <Sections hasConsole={hasConsole} />
        </div>
      </header>
      <div id="content" className="mx-auto w-full min-w-0 max-w-6xl flex-1 px-4 py-8 md:px-8">
        {children}
      </div>
      <Toaster label={tCommon('notices')} />
    </div>
  );
}

function Sections({ hasConsole }: { hasConsole: boolean }) {
  const t = useTranslations('staff.nav');
  const path = usePathname();
  const nav = useRef<HTMLElement>(null);
  // on a phone the row is wider than the screen
  useEffect(() => {
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [path]);
  return (
    <nav ref={nav} aria-label={t('label')} className="-mx-2 flex basis-full overflow-x-auto md:basis-auto">
      {sections.map(({ href, key }) => {
        // the first one says where the engine's own console is
        if (!hasConsole && href !== '/staff' && !isOfAnyEngine(href)) return null;
        const isCurrent = isHere(path, href);
        return (
          <Link
            key={key}
            href={href}
            aria-current={isCurrent ? 'page' : undefined}
            className={clsx(
              'flex h-12 items-center whitespace-nowrap px-2 transition-colors md:h-14',
              isCurrent ? 'font-semibold shadow-[inset_0_-2px_0_var(--color-ink)]' : 'text-quiet hover:text-ink',
            )}
          >
            {t(key)}
          </Link>
        );
      })}
    </nav>
  );
}
