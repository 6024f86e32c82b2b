'use client';

import { formatTime } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { clsx } from 'clsx';
import { Wifi, WifiOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { BlankNote } from '../shell/blank-note.tsx';
import { useReading } from '../shell/use-reading.ts';
import { OfflineList } from './offline-list.tsx';
import { OfflineThread } from './offline-thread.tsx';
import { type Kept, useKept } from './use-kept.ts';
import { goOn, useWayBack } from './use-way-back.ts';

/** What can be read and written without a network. It goes on by itself as soon as there is one, unless somebody is writing. */
export function OfflineScreen() {
  const way = useWayBack();
  const [isWriting, setWriting] = useState(false);
  const [conversationId, setConversationId] = useState<string | null>(null);
  useEffect(() => setConversationId(/^\/inbox\/([0-9a-f-]{36})/.exec(location.pathname)?.[1] ?? null), []);
  const kept = useKept(conversationId);
  const { isBack, wasAsked } = way;
  useEffect(() => {
    if (isBack && !isWriting) goOn();
  }, [isBack, isWriting]);
  // nothing is shown before it is known that nobody can be asked about the session
  if (!wasAsked || kept === undefined || (isBack && !isWriting))
    return <main aria-busy className="min-h-dvh bg-paper" />;
  if (kept === null) return <NothingKept {...way} />;
  return <KeptDesk kept={kept} conversationId={conversationId} way={way} onWriting={setWriting} />;
}

function NothingKept({ isBack, isAsking, ask }: { isBack: boolean; isAsking: boolean; ask: () => void }) {
  const t = useTranslations('shell.offline');
  return (
    <main className="grid min-h-dvh place-items-center bg-paper">
      <EmptyState
        picture={<BlankNote />}
        title={t('title')}
        detail={t('detail')}
        action={
          <Button look="primary" busy={isAsking || isBack} onClick={isBack ? goOn : ask}>
            {t('again')}
          </Button>
        }
      />
    </main>
  );
}

function KeptDesk({
  kept,
  conversationId,
  way,
  onWriting,
}: {
  kept: Kept;
  conversationId: string | null;
  way: ReturnType<typeof useWayBack>;
  onWriting: (isWriting: boolean) => void;
}) {
  const t = useTranslations('shell.offline');
  const reading = useReading();
  const row = kept.list.rows.find(({ id }) => id === conversationId);
  const [Icon, look] = way.isBack ? [Wifi, 'bg-good-soft text-good'] : [WifiOff, 'bg-attention-soft text-attention'];
  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-paper">
      <div role="status" className={clsx('flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-dense', look)}>
        <Icon size={16} aria-hidden className="shrink-0" />
        <span className="min-w-0 flex-1 text-ink">
          {way.isBack ? t('back') : t('kept', { time: formatTime(new Date(kept.list.savedAt), reading) })}
        </span>
        {way.isBack && (
          <Button size="small" onClick={goOn}>
            {t('goOn')}
          </Button>
        )}
      </div>
      <div className="flex min-h-0 flex-1">
        <OfflineList list={kept.list} openId={row?.id ?? null} reading={reading} waiting={kept.waiting} />
        {row ? (
          <OfflineThread key={row.id} kept={kept} row={row} reading={reading} onWriting={onWriting} />
        ) : (
          <div className="hidden flex-1 place-items-center bg-sunk md:grid">
            <EmptyState picture={<BlankNote />} title={t('choose')} detail={t('chooseDetail')} />
          </div>
        )}
      </div>
    </div>
  );
}
