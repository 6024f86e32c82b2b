'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { readDraft, writeDraft } from './drafts.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { type LoadedThread, mergeLive, type PendingMessage } from './thread-state.ts';
import { keepUnsent, takeUnsent } from './unsent.ts';
import { uploadFile } from './upload-file.ts';

const OutboxContext = createContext<Outbox | null>(null);

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (!outbox) throw new Error('useOutbox needs OutboxProvider above it');
  return outbox;
}

/** The messages of a conversation that are still on their way. */
export function usePending(conversationId: string): readonly PendingMessage[] {
  const outbox = useOutbox();
  return useSyncExternalStore(
    outbox.subscribe,
    () => outbox.of(conversationId),
    () => outbox.of(conversationId),
  );
}

/**
 * Sends what is written on this desk. What is on its way when the page goes or the session ends is kept under its id; the words of a
 * file that did not go up become a draft.
 */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const { client, viewer, workspace } = useDesk();
  const { isUp } = useLive();
  const queries = useQueryClient();
  const personId = viewer.person.id;
  const workspaceId = workspace.id;
  const [outbox] = useState(() =>
    createOutbox({
      upload: (file, onProgress) => uploadFile(file, { workspaceId, personId }, onProgress),
      send: (input) => client.conversations.send.mutate({ workspaceId, input }),
      onSent: (row) =>
        queries.setQueryData<LoadedThread>(
          queryKeys.thread(row.conversationId),
          (thread) => thread && mergeLive(thread, [row]),
        ),
      errorOf: wireErrorOf,
      newId: () => crypto.randomUUID(),
      now: () => new Date(),
    }),
  );
  useEffect(() => {
    if (isUp) outbox.retryOffline();
  }, [isUp, outbox]);
  useEffect(() => {
    for (const message of takeUnsent(localStorage, personId, workspaceId, Date.now())) outbox.restore(message);
    const spill = (goesOn: boolean) => {
      const pending = outbox.all();
      keepUnsent(
        localStorage,
        personId,
        pending.flatMap(({ attachment, body, clientMessageId, conversationId, createdAt }) =>
          body && !attachment ? [{ clientMessageId, conversationId, workspaceId, body, createdAt, goesOn }] : [],
        ),
      );
      for (const { conversationId, body, attachment } of pending) {
        if (!body || !attachment) continue;
        const draft = readDraft(localStorage, personId, conversationId, Date.now());
        writeDraft(localStorage, personId, conversationId, draft ? `${body}\n${draft}` : body, Date.now());
      }
    };
    const onPageHide = () => spill(true);
    addEventListener('pagehide', onPageHide);
    return () => {
      removeEventListener('pagehide', onPageHide);
      spill(false);
    };
  }, [outbox, personId, workspaceId]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}
