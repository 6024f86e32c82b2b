// The worker of an installed Recado, sent as it stands without its types. It keeps the page for a lost network and that page's parts, which say
// nothing of anybody; what belongs to a session never passes through its caches.
type Waiting = { waitUntil(work: Promise<unknown>): void };
type Fetching = Waiting & {
  request: Request;
  respondWith(answer: Promise<Response>): void;
};
type Installing = Waiting & {
  addRoutes?(rules: { condition: { urlPattern: string }; source: 'network' }[]): Promise<void>;
};
type Pushed = Waiting & {
  data: { json(): { title: string; body: string; tag: string; url: string; unread: number } } | null;
};
type Pressed = Waiting & { notification: Notification };
type Page = { url: string; focused: boolean; focus(): Promise<Page>; navigate(url: string): Promise<Page | null> };
type Telling = Waiting & { data: { say: 'keep'; locale: string } | { say: 'take over' } };
type Scope = {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: {
    claim(): Promise<void>;
    matchAll(which: { type: 'window'; includeUncontrolled: boolean }): Promise<Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  navigator: { setAppBadge?(count: number): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener<Event>(type: string, listener: (event: Event) => void): void;
};
const scope = self as unknown as Scope;

const version = '__VERSION__';
const prefix = 'recado-shell-';
const shell = prefix + version;
const pageFor = (locale: string) => `/offline?lang=${locale}`;
/** What is never answered from here: visitors by a link, the staff, files, and whatever is no page of the desk. */
const foreign = /^\/(w|api|oauth|live|media|photo|logo|health|staff|preview|icons|_next)(\/|$)|\.[a-z0-9]+$/;

/** Keeps the page for a lost network in one language, with every part that it names, or nothing at all. */
async function keepPage(locale: string): Promise<void> {
  const answer = await fetch(pageFor(locale), { cache: 'no-store' });
  if (!answer.ok || answer.redirected) throw new Error(`the page for a lost network answered ${answer.status}`);
  const html = await answer.clone().text();
  const parts = new Set([...html.matchAll(/static\/[\w./~()[\]-]+?\.(?:js|css)/g)].map(([name]) => `/_next/${name}`));
  const cache = await caches.open(shell);
  await Promise.all([...parts].map((part) => keepPart(cache, part)));
  await cache.put(pageFor(locale), answer);
}

async function keepPart(cache: Cache, part: string): Promise<void> {
  if (await cache.match(part)) return;
  const found = await fetch(part);
  if (!found.ok) return;
  await cache.put(part, found.clone());
  if (!part.endsWith('.css')) return;
  for (const [, font] of (await found.text()).matchAll(/url\(["']?([^"')]+latin-wght[^"')]+\.woff2)["']?\)/g))
    await keepPart(cache, new URL(font ?? '', new URL(part, scope.location.origin)).pathname);
}

async function keepOnce(locale: string): Promise<void> {
  if (!/^[a-z]{2}$/.test(locale)) return;
  const cache = await caches.open(shell);
  if (!(await cache.match(pageFor(locale)))) await keepPage(locale);
  for (const { url } of await cache.keys()) {
    const { pathname, search } = new URL(url);
    if (pathname === '/offline' && pathname + search !== pageFor(locale)) await cache.delete(url);
  }
}

async function forgetFormer(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(prefix) && name !== shell) await caches.delete(name);
}

/** The kept page, or two sentences where nothing is kept, as after the end of a session. */
async function pageWithoutNetwork(): Promise<Response> {
  const kept = await caches.match('/offline', { ignoreSearch: true });
  if (kept) return kept;
  return new Response(
    '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>__PRODUCT__</title><p>Sin conexión. __PRODUCT__ se abrirá cuando vuelva.</p><p lang="en">No connection. __PRODUCT__ will open when it is back.</p>',
    { status: 503, headers: { 'content-type': 'text/html; charset=utf-8' } },
  );
}

async function openPage(event: Fetching): Promise<Response> {
  try {
    return await fetch(event.request);
  } catch {
    return await pageWithoutNetwork();
  }
}

async function openPart(request: Request): Promise<Response> {
  const kept = await caches.match(request.url);
  return kept ?? (await fetch(request));
}

scope.addEventListener<Installing>('install', (event) => {
  // calls, streams and files need no worker between them and the network
  const around = ['/api/*', '/oauth/*', '/live', '/media/*', '/photo/*', '/w/*'].map((urlPattern) => ({
    condition: { urlPattern },
    source: 'network' as const,
  }));
  event.waitUntil(event.addRoutes?.(around).catch(() => {}) ?? Promise.resolve());
});

scope.addEventListener<Waiting>('activate', (event) => {
  event.waitUntil(
    (async () => {
      await forgetFormer();
      // a page that is asked for ahead and then left to the browser is asked for twice: what may be used once, as the way back from an issuer, would be
      // used up by the first
      await scope.registration.navigationPreload?.disable();
      await scope.clients.claim();
    })(),
  );
});

scope.addEventListener<Telling>('message', (event) => {
  if (event.data.say === 'keep') event.waitUntil(keepOnce(event.data.locale));
  // asked for by a press only: the page that somebody writes in is never taken away
  if (event.data.say === 'take over') event.waitUntil(scope.skipWaiting());
});

scope.addEventListener<Fetching>('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== scope.location.origin) return;
  if (request.mode === 'navigate' && !foreign.test(pathname)) event.respondWith(openPage(event));
  else if (pathname.startsWith('/_next/static/')) event.respondWith(openPart(request));
});

const pagesHere = () => scope.clients.matchAll({ type: 'window', includeUncontrolled: true });

/**
 * Whether this may still be said to this browser. What was pushed may have waited for the telephone while somebody else logged in: whoever was let
 * out is told nothing more, and whoever's session ran out only how many wait. Where nobody can be asked it is shown.
 */
async function maySay(tag: string): Promise<boolean> {
  const asked = await fetch('/api/trpc/sessionsSingle.validateSession', {
    cache: 'no-store',
    signal: AbortSignal.timeout(5_000),
  }).catch(() => null);
  if (asked?.status !== 401) return true;
  const answer = await asked.json().catch(() => null);
  return tag === 'count' && ['idle', 'absolute'].includes(answer?.error?.data?.app?.params?.reason);
}

/** Shows what was pushed. It came sealed for this browser; the server has decided how much it says. */
async function show(event: Pushed): Promise<void> {
  const told = event.data?.json();
  if (!told || !(await maySay(told.tag))) return;
  await scope.navigator.setAppBadge?.(told.unread).catch(() => {});
  // whoever looks at Recado is told there
  if ((await pagesHere()).some((page) => page.focused)) return;
  await scope.registration.showNotification(told.title, {
    body: told.body,
    tag: told.tag,
    icon: '/icons/icon-192.png',
    badge: '/icons/badge-96.png',
    data: { url: told.url },
  });
}

async function open({ notification }: Pressed): Promise<void> {
  notification.close();
  const { url } = (notification.data ?? {}) as { url?: string };
  // a path of ours and nothing else
  const path = url && /^\/(?!\/)/.test(url) ? url : '/inbox';
  const [page] = await pagesHere();
  if (!page) return void (await scope.clients.openWindow(path));
  await page.focus();
  if (new URL(page.url).pathname !== path) await page.navigate(path);
}

scope.addEventListener<Pushed>('push', (event) => event.waitUntil(show(event)));
scope.addEventListener<Pressed>('notificationclick', (event) => event.waitUntil(open(event)));

export {};
