'use client';

import { useLocale } from 'next-intl';
import { useCallback, useEffect, useState } from 'react';

const lookEveryMs = 60 * 60_000;

/**
 * Puts the worker in place that opens Recado without a network, and has it keep its page in this person's language. Answers whether another
 * version waits, and what a press does about it: pages change when somebody says so, or when all of them were closed.
 */
export function useAppWorker(): { hasNewer: boolean; takeOver: () => void } {
  const locale = useLocale();
  const [waiting, setWaiting] = useState<ServiceWorker | null>(null);
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    const leaving = new AbortController();
    const { signal } = leaving;
    const start = async () => {
      const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
      const look = () => {
        // the very first one takes its place by itself: there is nothing that it could be newer than
        if (!signal.aborted) setWaiting(registration.active ? registration.waiting : null);
      };
      registration.addEventListener(
        'updatefound',
        () => registration.installing?.addEventListener('statechange', look, { signal }),
        { signal },
      );
      look();
      let lookedAt = Date.now();
      document.addEventListener(
        'visibilitychange',
        () => {
          if (document.visibilityState !== 'visible' || Date.now() - lookedAt < lookEveryMs) return;
          lookedAt = Date.now();
          void registration.update().catch(() => {});
        },
        { signal },
      );
      const { active } = await navigator.serviceWorker.ready;
      if (!signal.aborted) active?.postMessage({ say: 'keep', locale });
    };
    // a browser that forbids workers works without
    void start().catch(() => {});
    return () => leaving.abort();
  }, [locale]);
  const takeOver = useCallback(() => {
    if (!waiting) return;
    navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true });
    waiting.postMessage({ say: 'take over' });
  }, [waiting]);
  return { hasNewer: waiting !== null, takeOver };
}
