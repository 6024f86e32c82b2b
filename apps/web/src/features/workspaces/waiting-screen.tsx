'use client';

import type { MessageKind } from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { contactName } from '../conversations/contact-name.ts';
import { useKindName } from '../conversations/use-preview.ts';
import { useDesk } from '../session/use-desk.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { Asked } from './asked.tsx';
import { ColorStripe } from './color-stripe.tsx';
import { OverviewTabs } from './overview-tabs.tsx';
import { useWaiting } from './use-workspaces.ts';

/** One inbox over all workspaces: who waits for an answer, in the colour of each company. */
export function WaitingScreen() {
  const t = useTranslations('workspaces.waiting');
  const kind = useKindName();
  const { switchWorkspace } = useDesk();
  const router = useRouter();
  const waiting = useWaiting();
  const rows = waiting.data?.pages.flat();
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-8 md:px-8">
        <div className="grid gap-1">
          <h1 className="font-serif text-display">{t('title')}</h1>
          <p className="text-body text-quiet">{t('detail')}</p>
        </div>
        <OverviewTabs />
        <Asked of={waiting} />
        {rows?.length === 0 && <EmptyState picture={<BlankNote />} title={t('none.title')} detail={t('none.detail')} />}
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {rows?.map((row) => (
            <li key={`${row.workspaceId}:${row.id}`} className="border-b last:border-0">
              <button
                type="button"
                onClick={() => {
                  switchWorkspace(row.workspaceId);
                  router.push(`/inbox/${row.id}`);
                }}
                className="flex w-full items-stretch gap-3 px-2 py-3 text-left hover:bg-sunk"
              >
                <ColorStripe of={row} className="w-1" />
                <span className="grid min-w-0 flex-1">
                  <span className="truncate font-semibold">{contactName(row.contact)}</span>
                  <span className="truncate text-dense text-quiet">{row.workspaceName}</span>
                  <span className="truncate">{row.lastPreview || kind(row.lastKind as MessageKind)}</span>
                </span>
              </button>
            </li>
          ))}
        </ul>
        {waiting.hasNextPage && (
          <Button busy={waiting.isFetchingNextPage} onClick={() => void waiting.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </div>
    </main>
  );
}
