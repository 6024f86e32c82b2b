'use client';

import { nightColorOf } from '@recado/core/workspaces/rules';
import { Toaster } from '@recado/ui/toaster';
import { useParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { Notifier } from '../notifications/notifier.tsx';
import { NewerBanner } from '../offline/newer-banner.tsx';
import { PaletteProvider } from '../palette/palette-provider.tsx';
import { OwesBanner } from '../plan/owes-banner.tsx';
import { useDesk } from '../session/use-desk.ts';
import { ClosedBanner } from '../workspaces/closed-banner.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { DeskHeader } from './desk-header.tsx';
import { DeskNav } from './desk-nav.tsx';

/**
 * The room around every screen: a rail at the left on wide screens, a bar below on phones, a thin header. An open conversation
 * takes a phone's whole height.
 */
export function DeskFrame({ children }: { children: ReactNode }) {
  const { workspace } = useDesk();
  const t = useTranslations('common');
  const isThreadOpen = useParams<{ conversationId?: string }>().conversationId !== undefined;
  const night = nightColorOf(workspace);
  const stripe = useRef<HTMLDivElement>(null);
  useEffect(() => {
    stripe.current?.style.setProperty('background', `light-dark(${workspace.color}, ${night})`);
  }, [workspace.color, night]);
  return (
    <PaletteProvider>
      <div className="flex h-dvh flex-col overflow-hidden md:flex-row">
        <a
          href="#content"
          className="sr-only z-50 rounded-card bg-raised px-4 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
        >
          {t('skipToContent')}
        </a>
        <div ref={stripe} aria-hidden className="h-[3px] shrink-0 bg-brand md:h-auto md:w-[3px]" />
        <DeskNav place="rail" />
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className={isThreadOpen ? 'hidden md:block' : undefined}>
            <DeskHeader />
          </div>
          <ConnectionBanner />
          <NewerBanner />
          <OwesBanner />
          <ClosedBanner />
          <div id="content" className="flex min-h-0 flex-1 flex-col">
            {children}
          </div>
          {!isThreadOpen && <DeskNav place="bar" />}
        </div>
        <Notifier />
        <Toaster label={t('notices')} />
      </div>
    </PaletteProvider>
  );
}
