'use client';

import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from 'react';
import { useLive } from '../live/live-provider.tsx';
import { queryKeys } from '../live/query-keys.ts';
import { mirrorWaiting } from '../offline/mirror-waiting.ts';
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
      check: isStillMine,
      upload: (file, onProgress) => uploadFile(file, { workspaceId, personId }, onProgress),
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
      const toDrafts: { conversationId: string; body: string }[] = [];
      for (const { hadFile, sessionId: writtenUnder, ...message } of await takeUnsent(
        drafts,
        tabs,
        workspaceId,
        Date.now(),
      )) {
        const isOwn = writtenUnder === sessionId;
        // what no server has seen becomes a draft with the end of its session; the rest keeps its id and waits for a person
        if (hadFile || (message.neverLeft && !isOwn)) toDrafts.push(message);
        else if (isHere) outbox.restore({ ...message, goesOn: isOwn });
      }
      // each goes before what is there, so the last one goes first
      for (const { conversationId, body } of toDrafts.reverse()) await drafts.prepend(conversationId, body);
    };
    // two tabs that open at once must not both take it
    const takeUpAlone = () => {
      if ('locks' in navigator) void navigator.locks.request(`recado-unsent:${personId}`, takeUp);
      else void takeUp();
    };
    takeUpAlone();
    // a tab without a network may have written more meanwhile, and may be closed
    addEventListener('online', takeUpAlone);
    let kept = '[]';
    const keep = () => {
      const messages = outbox
        .all()
        .flatMap(
          ({
            attachment,
            body,
            clientMessageId,
            conversationId,
            createdAt,
            seenSeq,
            quotedMessageId,
            resolves,
            neverLeft,
          }) =>
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
                    resolves,
                    neverLeft,
                    hadFile: attachment !== null,
                  },
                ]
              : [],
        );
      const now = JSON.stringify(messages);
      // a file that goes up tells often
      if (now === kept) return;
      kept = now;
      void mirrorWaiting(sessionId, messages).catch(() => {});
      void keepUnsent(drafts, tabs, messages);
    };
    const leave = outbox.subscribe(keep);
    return () => {
      isHere = false;
      removeEventListener('online', takeUpAlone);
      leave();
      tabs.leave();
    };
  }, [outbox, drafts, personId, sessionId, workspaceId]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}
