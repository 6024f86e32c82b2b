import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import { serviceWorkerScript } from './service-worker.ts';

const html = '<script src="/_next/static/chunks/a1.js"></script><script>"static/css/b2.css"</script>';

/** A browser around the worker: caches that are maps, and a network that answers or does not. */
function browserAround(script: string, stores = new Map<string, Map<string, Response>>()) {
  const listeners = new Map<string, (event: never) => void>();
  const asked: string[] = [];
  let isOnline = true;
  const keyOf = (request: unknown) =>
    new URL(String((request as { url?: string }).url ?? request), 'https://r.test').href;
  const storeOf = (name: string) => {
    const store = stores.get(name) ?? new Map<string, Response>();
    stores.set(name, store);
    return {
      match: async (request: unknown) => store.get(keyOf(request))?.clone(),
      put: async (request: unknown, answer: Response) => void store.set(keyOf(request), answer),
      delete: async (request: unknown) => store.delete(keyOf(request)),
      keys: async () => [...store.keys()].map((url) => ({ url })),
    };
  };
  const caches = {
    open: async (name: string) => storeOf(name),
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
    async match(request: unknown, how: { ignoreSearch?: boolean } = {}) {
      const wanted = keyOf(request);
      for (const store of stores.values())
        for (const [url, answer] of store)
          if (url === wanted || (how.ignoreSearch && url.split('?')[0] === wanted)) return answer.clone();
    },
  };
  const preload = {
    isOn: true,
    async enable() {
      preload.isOn = true;
    },
    async disable() {
      preload.isOn = false;
    },
  };
  const self = {
    location: new URL('https://r.test/sw.js'),
    registration: { navigationPreload: preload },
    clients: { claim: async () => {} },
    skipWaiting: async () => {},
    addEventListener: (type: string, listener: (event: never) => void) => void listeners.set(type, listener),
  };
  const fetch = async (request: unknown) => {
    asked.push(new URL(keyOf(request)).pathname);
    if (!isOnline) throw new TypeError('no network');
    return new Response(keyOf(request).includes('/offline') ? html : `from the network: ${keyOf(request)}`);
  };
  vm.runInNewContext(script, { self, caches, fetch, URL, Response, Set, console });
  return {
    stores,
    asked,
    preload,
    setOnline: (to: boolean) => {
      isOnline = to;
    },
    async tell(type: string, event: object = {}) {
      const work: Promise<unknown>[] = [];
      listeners.get(type)?.({ ...event, waitUntil: (one: Promise<unknown>) => void work.push(one) } as never);
      await Promise.all(work);
    },
    /** What the worker answers; undefined where it leaves the request to the browser. */
    async open(path: string, how: { mode?: string; method?: string } = {}): Promise<string | undefined> {
      let answer: Promise<Response> | undefined;
      const request = { url: `https://r.test${path}`, method: how.method ?? 'GET', mode: how.mode ?? 'navigate' };
      listeners.get('fetch')?.({
        request,
        respondWith: (given: Promise<Response>) => {
          answer = given;
        },
      } as never);
      return answer && (await (await answer).text());
    },
  };
}

describe('the worker of an installed Recado', () => {
  it('keeps the page for a lost network with its parts and nothing else, whatever is opened', async () => {
    const browser = browserAround(serviceWorkerScript('one', 'Recado'));
    await browser.tell('install');
    await browser.tell('activate');
    await browser.tell('message', { data: { say: 'keep', locale: 'es' } });
    expect(await browser.open('/inbox/1')).toContain('from the network');
    expect(await browser.open('/_next/static/chunks/other.js', { mode: 'no-cors' })).toContain('from the network');
    const kept = [...browser.stores.values()].flatMap((store) => [...store.keys()]);
    expect(kept.map((url) => new URL(url).pathname).sort()).toEqual([
      '/_next/static/chunks/a1.js',
      '/_next/static/css/b2.css',
      '/offline',
    ]);
  });
  it('shows that page where the network brings none, in the language that was told last', async () => {
    const browser = browserAround(serviceWorkerScript('one', 'Recado'));
    await browser.tell('message', { data: { say: 'keep', locale: 'es' } });
    await browser.tell('message', { data: { say: 'keep', locale: 'en' } });
    await browser.tell('message', { data: { say: 'keep', locale: '../../media' } });
    browser.setOnline(false);
    expect(await browser.open('/inbox/1')).toBe(html);
    const pages = [...browser.stores.values()].flatMap((store) => [...store.keys()].filter((url) => url.includes('?')));
    expect(pages).toEqual(['https://r.test/offline?lang=en']);
  });
  it('says so in two languages when everything was taken away at the end of a session', async () => {
    const browser = browserAround(serviceWorkerScript('one', 'Recado'));
    browser.setOnline(false);
    expect(await browser.open('/inbox')).toContain('Sin conexión');
  });
  it.each(['/w/abc', '/api/trpc/x', '/media/1/2', '/staff', '/history.json', '/photo/1'])(
    'leaves %s to the browser',
    async (path) => {
      const browser = browserAround(serviceWorkerScript('one', 'Recado'));
      expect(await browser.open(path)).toBeUndefined();
      expect(await browser.open('/inbox', { method: 'POST' })).toBeUndefined();
      expect(await browser.open('/inbox', { mode: 'cors' })).toBeUndefined();
      expect(browser.asked).toEqual([]);
    },
  );
  it('has no page asked for ahead: one that it leaves to the browser would be asked for twice, and the way back from an issuer used up', async () => {
    const browser = browserAround(serviceWorkerScript('one', 'Recado'));
    await browser.tell('activate');
    expect(browser.preload.isOn).toBe(false);
    expect(await browser.open('/oauth/google/callback')).toBeUndefined();
    expect(await browser.open('/inbox')).toContain('from the network');
    expect(browser.asked).toEqual(['/inbox']);
  });
  it('is another worker with another build, and takes away what the former one kept', async () => {
    expect(serviceWorkerScript('one', 'Recado')).not.toBe(serviceWorkerScript('two', 'Recado'));
    expect(serviceWorkerScript('one', 'Recado')).toBe(serviceWorkerScript('one', 'Recado'));
    const former = browserAround(serviceWorkerScript('one', 'Recado'));
    await former.tell('message', { data: { say: 'keep', locale: 'es' } });
    const next = browserAround(serviceWorkerScript('two', 'Recado'), former.stores);
    next.stores.set('of something else', new Map());
    await next.tell('activate');
    expect([...next.stores.keys()]).toEqual(['of something else']);
  });
});
