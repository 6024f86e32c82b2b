import { wipeOffline } from '../offline/browser-storage.ts';

/**
 * Takes out what the server wrote into the page for the person who has gone: the first answer travels in inline scripts and stays
 * in the document, where the next person at this screen could read it. Also whatever a worker has put by, and what could be read without a
 * network, with its key.
 */
export function forgetPage(): void {
  for (const script of document.querySelectorAll('script:not([src])')) script.remove();
  const flight = globalThis as { __next_f?: unknown[] };
  if (Array.isArray(flight.__next_f)) flight.__next_f.length = 0;
  forgetOffline();
  if ('caches' in globalThis) void forgetCaches().catch(() => {});
}

/** What could be read without a network goes with its session. */
export function forgetOffline(): void {
  void wipeOffline().catch(() => {});
}

async function forgetCaches(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
}
