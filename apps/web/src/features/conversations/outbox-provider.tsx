'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { wireErrorOf } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { openTab } from './open-tabs.ts';
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
 * Sends what is written on this desk. What is on its way is kept, sealed, until it has arrived; what was written under another session
 * waits for a person, and the words of a file that did not go up become a draft.
 */
export function OutboxProvider({ children }: { children: ReactNode }) {
  const { client, viewer, workspace, drafts } = useDesk();
  const { isUp, isUpNow } = useLive();
  const queries = useQueryClient();
  const personId = viewer.person.id;
  const { sessionId } = viewer;
  const workspaceId = workspace.id;
  const [outbox] = useState(() => {
    // after a while without a network the session may be gone: that is asked before anything is sent
    const isStillMine = async () => {
      if (!isUpNow()) await client.sessionsSingle.validateSession.query();
    };
    return createOutbox({
      async upload(file, onProgress) {
        await isStillMine();
        return await uploadFile(file, { workspaceId, personId }, onProgress);
      },
      async send(input) {
        await isStillMine();
        return await client.conversations.send.mutate({ workspaceId, input });
      },
      onSent: (row) =>
        queries.setQueryData<LoadedThread>(
          queryKeys.thread(row.conversationId),
          (thread) => thread && mergeLive(thread, [row]),
        ),
      errorOf: wireErrorOf,
      newId: () => crypto.randomUUID(),
      now: () => new Date(),
    });
  });
  useEffect(() => {
    if (isUp) outbox.retryOffline();
  }, [isUp, outbox]);
  useEffect(() => {
    const tabs = openTab();
    let isHere = true;
    const takeUp = async () => {
      for (const { hadFile, sessionId: writtenUnder, ...message } of await takeUnsent(
        drafts,
        tabs,
        workspaceId,
        Date.now(),
      )) {
        if (hadFile) await drafts.prepend(message.conversationId, message.body);
        else if (isHere) outbox.restore({ ...message, goesOn: writtenUnder === sessionId });
      }
    };
    // two tabs that open at once must not both take it
    if ('locks' in navigator) void navigator.locks.request(`recado-unsent:${personId}`, takeUp);
    else void takeUp();
    let kept = '[]';
    const keep = () => {
      const messages = outbox
        .all()
        .flatMap(({ attachment, body, clientMessageId, conversationId, createdAt, seenSeq, quotedMessageId }) =>
          body
            ? [
                {
                  clientMessageId,
                  conversationId,
                  workspaceId,
                  sessionId,
                  body,
                  createdAt,
                  seenSeq,
                  quotedMessageId,
                  hadFile: attachment !== null,
                },
              ]
            : [],
        );
      const now = JSON.stringify(messages);
      // a file that goes up tells often
      if (now === kept) return;
      kept = now;
      void keepUnsent(drafts, tabs, messages);
    };
    const leave = outbox.subscribe(keep);
    return () => {
      isHere = false;
      leave();
      tabs.leave();
    };
  }, [outbox, drafts, personId, sessionId, workspaceId]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}
