'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { LoadedThread } from '../conversations/thread-state.ts';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { bytesOf } from '../session/sealer.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { whileShown } from '../session/while-shown.ts';
import { browserBox } from './browser-storage.ts';
import { keepRecent } from './keep-recent.ts';
import { messagesKept, threadsKept, waitingName } from './kept.ts';

const firstAfterMs = 3_000;
const againAfterMs = 10_000;
const prolongEveryMs = 120_000;

/** Keeps in this browser what may be read without a network, and keeps it up to date; one tab does it for all. */
export function useOfflineKeeper(): void {
  const { client, viewer, workspace, draftKeys } = useDesk();
  const { subscribe, isUpNow } = useLive();
  const queries = useQueryClient();
  const mayWrite = useMay('conversations.write');
  const personId = viewer.person.id;
  const { id: workspaceId, name: workspaceName } = workspace;
  useEffect(() => {
    const box = browserBox();
    const [draftKey] = draftKeys;
    if (!box || !draftKey || !('locks' in navigator)) return;
    const keep = async ({ signal }: AbortController) => {
      const isLeft = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      const { sessionId, key, secondsLeft } = await client.sessionsSingle.readOfflineKey.query();
      const imported = (raw: string, uses: KeyUsage[]) =>
        crypto.subtle.importKey('raw', bytesOf(raw), { name: 'AES-GCM' }, false, uses);
      const [readKey, sealKey] = await Promise.all([
        imported(key, ['encrypt', 'decrypt']),
        imported(draftKey.key, ['encrypt']),
      ]);
      if (signal.aborted) return;
      const until = Date.now() + secondsLeft * 1000;
      await box.begin({ sessionId, personId, until, readKey, sealKey, sealKid: draftKey.kid });
      // this page has taken up what was written without a network
      const waiting = (await box.names()).filter((name) => name.startsWith(waitingName('')));
      await box.write(sessionId, Object.fromEntries(waiting.map((name) => [name, null])));

      let timer: ReturnType<typeof setTimeout> | undefined;
      const run = async () => {
        timer = undefined;
        if (!isUpNow()) return plan(againAfterMs);
        await keepRecent({
          box,
          sessionId,
          workspace: { id: workspaceId, name: workspaceName, mayWrite },
          list() {
            signal.throwIfAborted();
            return client.conversations.list.query({
              workspaceId,
              input: { view: 'all', filter: {}, limit: threadsKept },
            });
          },
          async messages(conversationId) {
            signal.throwIfAborted();
            const loaded = queries.getQueryData<LoadedThread>(queryKeys.thread(conversationId));
            if (loaded) return loaded.rows;
            return await client.conversations.messages.query({
              workspaceId,
              input: { conversationId, limit: messagesKept },
            });
          },
          now: Date.now,
        });
      };
      const plan = (ms: number) => {
        timer ??= setTimeout(() => void run().catch(() => {}), ms);
      };
      plan(firstAfterMs);
      const leave = subscribe((changes) => {
        if (changes.some(({ topic }) => topic === 'conversation' || topic === 'message')) plan(againAfterMs);
      });
      const prolonging = setInterval(async () => {
        if (!isUpNow()) return;
        const { secondsLeft: left } = await client.sessionsSingle.validateSession
          .query()
          .catch(() => ({ secondsLeft: 0 }));
        if (left <= 0) return;
        await box.prolong(sessionId, Date.now() + left * 1000);
        plan(0);
      }, prolongEveryMs);
      await isLeft;
      leave();
      clearTimeout(timer);
      clearInterval(prolonging);
    };
    // where it cannot be kept, everything else works as it does
    // a page that is kept for the way back asks for nothing, and holds no lock: no browser keeps one that does
    return whileShown(() => {
      const leaving = new AbortController();
      navigator.locks.request('recado-offline-keeper', { signal: leaving.signal }, () => keep(leaving)).catch(() => {});
      return () => leaving.abort();
    });
  }, [client, personId, workspaceId, workspaceName, mayWrite, draftKeys, subscribe, isUpNow, queries]);
}
