'use client';

import { useCallback, useEffect, useState } from 'react';
import { browserBox, onWiped } from './browser-storage.ts';
import { type KeptList, type KeptThread, type KeptWaiting, listName, threadName, waitingName } from './kept.ts';
import type { OfflineSession } from './offline-box.ts';
import { createOfflinePen, type OfflinePen } from './write-offline.ts';

const lookEveryMs = 10_000;

export type Kept = {
  session: OfflineSession;
  list: KeptList;
  /** The conversation of the address, when it is one that was kept. */
  thread: KeptThread | null;
  waiting: readonly KeptWaiting[];
  pen: OfflinePen;
};

/** What this browser kept for its session: null when there is nothing, undefined while that is looked up. It goes dark when the session ends. */
export function useKept(conversationId: string | null): Kept | null | undefined {
  const [kept, setKept] = useState<Kept | null>();
  const look = useCallback(async (): Promise<Kept | null> => {
    const box = browserBox();
    const session = await box?.session();
    if (!box || !session) return null;
    const list = await box.read<KeptList>(listName);
    if (!list) return null;
    const names = (await box.names()).filter((name) => name.startsWith(waitingName('')));
    const waiting = await Promise.all(names.map((name) => box.read<KeptWaiting>(name)));
    return {
      session,
      list,
      thread: conversationId ? await box.read<KeptThread>(threadName(conversationId)) : null,
      waiting: waiting.filter((one) => one !== null).sort((one, other) => one.createdAt.localeCompare(other.createdAt)),
      pen: createOfflinePen({
        box,
        session,
        storage: () => localStorage,
        workspaceId: list.workspaceId,
        newId: () => crypto.randomUUID(),
        now: () => new Date(),
      }),
    };
  }, [conversationId]);
  useEffect(() => {
    let isHere = true;
    const dark = () => isHere && setKept(null);
    look().then((found) => isHere && setKept(found), dark);
    const check = () =>
      void browserBox()
        ?.session()
        .then((session) => session ?? dark(), dark);
    const timer = setInterval(check, lookEveryMs);
    document.addEventListener('visibilitychange', check);
    const leave = onWiped(dark);
    return () => {
      isHere = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', check);
      leave();
    };
  }, [look]);
  return kept;
}
