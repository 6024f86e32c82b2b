'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { Dialog } from '@recado/ui/dialog';
import { useQueryClient } from '@tanstack/react-query';
import { useParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import { ActPage, actPages } from './act-page.tsx';
import { HomePage } from './home-page.tsx';
import { KeysPage } from './keys-page.tsx';
import { PaletteContext, type PalettePage } from './use-palette.ts';
import { WorkspacesPage } from './workspaces-page.tsx';

type Shown = { page: PalettePage; targets: readonly ConversationRow[]; done?: (() => void) | undefined };

/** One place for everything that is done by name: acts on conversations, ways to pages and views, other businesses. Ctrl or ⌘ with K opens it. */
export function PaletteProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('inbox.palette');
  const tCommon = useTranslations('common');
  const queries = useQueryClient();
  const { conversationId } = useParams<{ conversationId?: string }>();
  const [shown, setShown] = useState<Shown | null>(null);
  const open = useCallback(
    (page: PalettePage, targets: readonly ConversationRow[] = [], done?: () => void) =>
      setShown({ page, targets, done }),
    [],
  );
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey)
        return;
      event.preventDefault();
      const row = conversationId && queries.getQueryData<ConversationRow>(queryKeys.conversation(conversationId));
      open('home', row ? [row] : []);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open, queries, conversationId]);
  const value = useMemo(() => ({ open }), [open]);
  const close = () => setShown(null);
  const page = shown?.page;
  return (
    <PaletteContext value={value}>
      {children}
      <Dialog
        open={shown !== null}
        onOpenChange={(isOpen) => !isOpen && close()}
        title={page ? t(`title.${page}`) : ''}
        closeLabel={tCommon('close')}
      >
        {shown && (
          <div className="mt-3" key={page}>
            {page === 'home' && (
              <HomePage targets={shown.targets} onPage={(next) => setShown({ ...shown, page: next })} onClose={close} />
            )}
            {page === 'workspaces' && <WorkspacesPage onClose={close} />}
            {page === 'keys' && <KeysPage />}
            {actPages.map(
              (each) =>
                each === page && (
                  <ActPage
                    key={each}
                    page={each}
                    targets={shown.targets}
                    onClose={() => {
                      close();
                      shown.done?.();
                    }}
                  />
                ),
            )}
          </div>
        )}
      </Dialog>
    </PaletteContext>
  );
}
