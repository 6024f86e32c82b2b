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

/** Sends what is written on this desk. What could not leave becomes a draft when the page goes or the session ends. */
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
    const spill = () => {
      for (const { conversationId, body } of outbox.all()) {
        if (!body) continue;
        const draft = readDraft(localStorage, personId, conversationId, Date.now());
        writeDraft(localStorage, personId, conversationId, draft ? `${body}\n${draft}` : body, Date.now());
      }
    };
    addEventListener('pagehide', spill);
    return () => {
      removeEventListener('pagehide', spill);
      spill();
    };
  }, [outbox, personId]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}
