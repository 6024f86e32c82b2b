'use client';

import type { Change } from '@recado/core/conversations/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useParams, useRouter } from 'next/navigation';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { isSessionOver } from '../session/app-error.ts';
import { useDesk } from '../session/use-desk.ts';
import { whileShown } from '../session/while-shown.ts';
import { applyChanges } from './apply-changes.ts';
import { findSuccessor } from './find-successor.ts';
import { forgetConversation } from './forget-conversation.ts';
import { createGate } from './gate.ts';
import { createJournal } from './journal.ts';
import { presence } from './presence.ts';
import { queryKeys } from './query-keys.ts';
import { joinLive } from './shared-live.ts';
import { pagePorts, spreadRefetch } from './spread-refetch.ts';

type Live = {
  /** Whether the stream is up, for painting. */
  isUp: boolean;
  /** The same, for code that must not wait for a paint. */
  isUpNow: () => boolean;
  /** Passes once the stream has a place to go on from, so that nothing falls between an answer and the stream. */
  whenReady: () => Promise<void>;
  journal: ReturnType<typeof createJournal<Change>>;
  /** Hears of each batch of changes after it has been applied. */
  subscribe(listener: (changes: readonly Change[]) => void): () => void;
};
const LiveContext = createContext<Live | null>(null);
const countEveryMs = 1_000;
const longestWaitMs = 1_500;

export function useLive(): Live {
  const live = useContext(LiveContext);
  if (!live) throw new Error('useLive needs LiveProvider above it');
  return live;
}

/** Keeps everything loaded up to date from the one stream of this browser. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const { viewer, workspace, client, drafts, endSession } = useDesk();
  const queries = useQueryClient();
  const openId = useRef<string | undefined>(undefined);
  const { conversationId } = useParams<{ conversationId?: string }>();
  openId.current = conversationId;
  const left = useRef<string[]>([]);
  const router = useRouter();
  useEffect(() => {
    for (const id of left.current.splice(0)) if (id !== conversationId) forgetConversation(queries, id);
  }, [conversationId, queries]);
  const [isUp, setUp] = useState(true);
  const up = useRef(true);
  const [journal] = useState(() => createJournal<Change>());
  const [listeners] = useState(() => new Set<(changes: readonly Change[]) => void>());

  const [gate] = useState(createGate);

  useEffect(() => {
    let counting: ReturnType<typeof setTimeout> | undefined;
    const again = spreadRefetch(() => void queries.invalidateQueries(), pagePorts());
    let cursor: string | null = null;
    const join = () =>
      joinLive({
        personId: viewer.person.id,
        workspaceId: workspace.id,
        cursor,
        onEvent(event) {
          if (event.type === 'ended') {
            if (isSessionOver(event.code)) return endSession({ code: event.code, params: event.params });
            // no longer a member here: the server decides where this person may be
            return location.reload();
          }
          if (event.type === 'state') {
            up.current = event.isUp;
            if (!event.isUp) presence.clear();
            if (event.isUp) gate.open();
            // a stream that is not let in may have been refused, and only a call can tell why; one that breaks comes back first
            else if (event.isRefused) void client.sessionsSingle.validateSession.query().catch(() => {});
            return setUp(event.isUp);
          }
          if (event.type === 'presence') return presence.put(event.rows);
          if (event.type === 'reset') return again.ask();
          const changes = event.changes as readonly Change[];
          journal.note(changes);
          applyChanges(queries, changes, openId.current);
          for (const listener of listeners) listener(changes);
          const goTo = findSuccessor(changes, openId.current);
          if (goTo !== undefined && openId.current) {
            left.current.push(openId.current);
            if (goTo) void drafts.move(openId.current, goTo);
            router.replace(goTo ? `/inbox/${goTo}` : '/inbox');
          }
          if (changes.some(({ topic }) => topic === 'conversation')) {
            counting ??= setTimeout(() => {
              counting = undefined;
              void queries.invalidateQueries({ queryKey: queryKeys.counts });
            }, countEveryMs);
          }
        },
      });
    // a page that is kept for the way back reads no stream meanwhile
    const stop = whileShown((isBack) => {
      // others may have read on meanwhile, and what they were told is not told again
      if (isBack) void queries.invalidateQueries();
      // without a stream the first answers may miss a change, so they are asked for again when it comes up after all
      const late = setTimeout(() => gate.open(() => void queries.invalidateQueries()), longestWaitMs);
      const live = join();
      const hurry = () => live.hurry();
      const lost = () => live.lost();
      addEventListener('online', hurry);
      addEventListener('offline', lost);
      return () => {
        removeEventListener('online', hurry);
        removeEventListener('offline', lost);
        clearTimeout(late);
        clearTimeout(counting);
        counting = undefined;
        again.stop();
        cursor = live.leave();
      };
    });
    return () => {
      stop();
      presence.clear();
    };
  }, [viewer.person.id, workspace.id, client, drafts, endSession, queries, journal, listeners, gate, router]);

  const isUpNow = useCallback(() => up.current, []);
  const subscribe = useCallback(
    (listener: (changes: readonly Change[]) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    [listeners],
  );
  const value = useMemo(
    () => ({ isUp, isUpNow, journal, subscribe, whenReady: gate.passed }),
    [isUp, isUpNow, journal, subscribe, gate],
  );
  return <LiveContext value={value}>{children}</LiveContext>;
}
