import type { Tabs } from './unsent.ts';

const lockName = 'recado-tab:';

/**
 * Holds a lock while this tab lives, so that others know whose messages nobody takes care of any more. A browser without locks has no
 * tab that counts as open.
 */
export function openTab(): Tabs & { leave(): void } {
  const ownId = crypto.randomUUID();
  const leaving = new AbortController();
  const isLeft = new Promise<void>((resolve) => leaving.signal.addEventListener('abort', () => resolve()));
  const hasLocks = 'locks' in navigator;
  if (hasLocks) navigator.locks.request(lockName + ownId, { signal: leaving.signal }, () => isLeft).catch(() => {});
  return {
    ownId,
    async alive() {
      if (!hasLocks) return new Set();
      const { held = [], pending = [] } = await navigator.locks.query();
      const names = [...held, ...pending].map(({ name = '' }) => name);
      return new Set(names.filter((name) => name.startsWith(lockName)).map((name) => name.slice(lockName.length)));
    },
    leave: () => leaving.abort(),
  };
}
