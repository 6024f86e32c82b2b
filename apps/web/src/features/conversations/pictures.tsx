'use client';

import type { MessageRow } from '@recado/core/conversations/contract';
import { formatWhen } from '@recado/i18n';
import { PagedLightbox } from '@recado/ui/paged-lightbox';
import { useTranslations } from 'next-intl';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { isShown, pageThrough } from './page-through.ts';

const Show = createContext<((mediaId: string) => void) | null>(null);
/** Opens the viewer at a picture; null where there is no thread to page through. */
export const useShowPicture = () => useContext(Show);

/** The pictures of a conversation one after the other. Those above the loaded part of the thread come as one goes up. */
export function Pictures({
  conversationId,
  rows,
  isComplete,
  onStale,
  children,
}: {
  conversationId: string;
  rows: readonly MessageRow[];
  isComplete: boolean;
  onStale: () => unknown;
  children: ReactNode;
}) {
  const t = useTranslations('conversations.media');
  const tCommon = useTranslations('common');
  const reading = useReading();
  const { client, workspace } = useDesk();
  const [openId, setOpenId] = useState<string | null>(null);
  const [older, setOlder] = useState<readonly MessageRow[]>([]);
  /** Before which place to ask for more: of the loaded part until somebody asked, null at the beginning of the thread. */
  const [nextSeq, setNextSeq] = useState<number | null | undefined>(undefined);
  const asking = useRef(false);
  const { pictures, at } = useMemo(() => pageThrough(rows, older, openId), [rows, older, openId]);
  const from = nextSeq === undefined ? (isComplete ? null : (rows[0]?.seq ?? null)) : nextSeq;
  const current = pictures[at];

  /** Asks for what is above a place; answers the newest picture of it that can be shown, and where to go on. */
  const ask = useCallback(
    async (beforeSeq: number): Promise<{ first: MessageRow | undefined; next: number | null } | null> => {
      if (asking.current) return null;
      asking.current = true;
      try {
        const input = { conversationId, beforeSeq };
        const page = await client.conversations.pictures.query({ workspaceId: workspace.id, input });
        setOlder((known) => [...known, ...page.rows]);
        setNextSeq(page.nextSeq);
        return { first: page.rows.find(isShown), next: page.nextSeq };
      } catch {
        // the arrow stays where it is: pressed again, it asks again
        return null;
      } finally {
        asking.current = false;
      }
    },
    [client, workspace.id, conversationId],
  );
  const show = useCallback((mediaId: string) => setOpenId(mediaId), []);
  const goTo = (row: MessageRow | undefined) => {
    if (row?.media) setOpenId(row.media.id);
  };
  const goBack = async () => {
    if (at > 0) {
      goTo(pictures[at - 1]);
      // before the last one that is known, the next ones are asked for
      if (at <= 2 && from !== null) await ask(from);
      return;
    }
    let before = from;
    while (before !== null) {
      const answer = await ask(before);
      if (!answer) return;
      if (answer.first) return goTo(answer.first);
      before = answer.next;
    }
  };
  // an address runs out: of the loaded part the thread asks again, of what is above it this does
  const renew = () => {
    if (current && current.seq < (rows[0]?.seq ?? 0)) void ask(current.seq + 1);
    else onStale();
  };
  const caption = current?.body;
  return (
    <Show.Provider value={show}>
      {children}
      <PagedLightbox
        open={current !== undefined}
        onOpenChange={(isOpen) => {
          if (!isOpen) setOpenId(null);
        }}
        src={current?.media?.url ?? ''}
        title={caption ? t('imageOf', { caption }) : t('image')}
        detail={current ? formatWhen(new Date(current.occurredAt), reading) : ''}
        closeLabel={tCommon('close')}
        previous={{ label: t('previous'), onGo: at > 0 || from !== null ? () => void goBack() : null }}
        next={{ label: t('next'), onGo: at < pictures.length - 1 ? () => goTo(pictures[at + 1]) : null }}
        onError={renew}
      />
    </Show.Provider>
  );
}
