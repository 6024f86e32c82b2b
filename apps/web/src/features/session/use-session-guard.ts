'use client';

import { IDLE_MINUTES } from '@recado/core/identity/contract';
import { useEffect } from 'react';
import { isBeatDue, isIdle } from './activity-clock.ts';
import type { TrpcClient } from './trpc-client.ts';

const inputEvents = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'scroll'] as const;
const checkEveryMs = 30_000;

/**
 * Watches over the session of this tab. It asks the server when the stream cannot tell (every 30 s while it is down), when the
 * tab comes back from anywhere, and when nobody has touched anything for too long; it tells the server of real input. What it
 * learns arrives through the client's `onOver`.
 */
export function useSessionGuard(client: TrpcClient, personId: string, isLive: () => boolean): void {
  useEffect(() => {
    const inputKey = `recado.input.${personId}`;
    const beatKey = `recado.beat.${personId}`;
    // shared by all tabs: input in any of them counts for the session, and one of them tells the server
    const read = (key: string) => Number(localStorage.getItem(key) ?? 0);
    const write = (key: string) => localStorage.setItem(key, String(Date.now()));
    const check = () => void client.sessionsSingle.validateSession.query().catch(() => {});
    const beat = () => {
      const at = { now: Date.now(), lastInput: read(inputKey), lastBeat: read(beatKey) };
      if (!isBeatDue(at)) return;
      write(beatKey);
      void client.sessionsSingle.renewActivity.mutate({ idleForMs: at.now - at.lastInput }).catch(() => {});
    };
    let lastNoted = 0;
    const noteInput = () => {
      if (Date.now() - lastNoted < 5_000) return;
      lastNoted = Date.now();
      write(inputKey);
      beat();
    };
    const comeBack = () => {
      if (document.visibilityState === 'visible') check();
    };
    write(inputKey);
    const timer = setInterval(() => {
      beat();
      const idle = isIdle({ now: Date.now(), lastInput: read(inputKey), idleMinutes: IDLE_MINUTES });
      if (!isLive() || idle) check();
    }, checkEveryMs);
    for (const event of inputEvents) addEventListener(event, noteInput, { passive: true, capture: true });
    document.addEventListener('visibilitychange', comeBack);
    addEventListener('online', comeBack);
    addEventListener('pageshow', comeBack);
    return () => {
      clearInterval(timer);
      for (const event of inputEvents) removeEventListener(event, noteInput, { capture: true });
      document.removeEventListener('visibilitychange', comeBack);
      removeEventListener('online', comeBack);
      removeEventListener('pageshow', comeBack);
    };
  }, [client, personId, isLive]);
}
