'use client';

import { useCallback, useEffect, useState } from 'react';

const askEveryMs = 5_000;

/** Whether the server answers again. It is asked now and then, and at once when the browser says that there is a network. */
export function useWayBack(): { isBack: boolean; isAsking: boolean; wasAsked: boolean; ask: () => void } {
  const [isBack, setBack] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [wasAsked, setAsked] = useState(false);
  const ask = useCallback(async () => {
    setAsking(true);
    try {
      const { ok } = await fetch('/health', { cache: 'no-store', signal: AbortSignal.timeout(askEveryMs) });
      if (ok) setBack(true);
    } catch {
      // still away
    } finally {
      setAsking(false);
      setAsked(true);
    }
  }, []);
  useEffect(() => {
    if (isBack) return;
    const askNow = () => void ask();
    askNow();
    const timer = setInterval(askNow, askEveryMs);
    addEventListener('online', askNow);
    return () => {
      clearInterval(timer);
      removeEventListener('online', askNow);
    };
  }, [ask, isBack]);
  return { isBack, isAsking, wasAsked, ask: () => void ask() };
}

/** The page that was asked for when there was no network, or where work begins. */
export function goOn(): void {
  if (location.pathname === '/offline') location.replace('/inbox');
  else location.reload();
}
