/**
 * Takes out what the server wrote into the page for the person who has gone: the first answer travels in inline scripts and stays
 * in the document, where the next person at this screen could read it. Also whatever a worker has put by.
 */
export function forgetPage(): void {
  for (const script of document.querySelectorAll('script:not([src])')) script.remove();
  const flight = globalThis as { __next_f?: unknown[] };
  if (Array.isArray(flight.__next_f)) flight.__next_f.length = 0;
  if ('caches' in globalThis) void forgetCaches().catch(() => {});
}

async function forgetCaches(): Promise<void> {
  for (const name of await caches.keys()) await caches.delete(name);
}
