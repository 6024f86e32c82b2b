import { describe, expect, it } from 'vitest';
import { createDraftBox, type DraftStorage } from '../conversations/drafts.ts';
import { takeUnsent } from '../conversations/unsent.ts';
import { createSealer } from '../session/sealer.ts';
import { keepRecent } from './keep-recent.ts';
import { type KeptList, type KeptThread, listName, threadName } from './kept.ts';
import { createOfflineBox, type OfflineSession, type OfflineStorage } from './offline-box.ts';
import { createOfflinePen } from './write-offline.ts';

const start = Date.parse('2026-11-20T10:00:00Z');
const minutes = 60_000;
const draftKey = { kid: 'k1', key: `${'a'.repeat(42)}A` };

async function keysOf(sessionId: string): Promise<Omit<OfflineSession, 'seenAt'>> {
  const key = (uses: KeyUsage[], fill: number) =>
    crypto.subtle.importKey('raw', new Uint8Array(32).fill(fill), { name: 'AES-GCM' }, false, uses);
  const bytes = Uint8Array.from(atob(draftKey.key), (sign) => sign.charCodeAt(0));
  return {
    sessionId,
    personId: 'ana',
    until: start + 45 * minutes,
    readKey: await key(['encrypt', 'decrypt'], sessionId.length),
    sealKey: await crypto.subtle.importKey('raw', bytes, { name: 'AES-GCM' }, false, ['encrypt']),
    sealKid: draftKey.kid,
  };
}

/** A browser's storage in memory, as strict as the real one about whose session it is. */
function memory() {
  let session: OfflineSession | null = null;
  const things = new Map<string, { iv: Uint8Array<ArrayBuffer>; content: ArrayBuffer }>();
  const storage: OfflineStorage = {
    readSession: async () => session,
    async replace(next) {
      session = next;
    },
    async touch(sessionId, change) {
      if (session?.sessionId === sessionId) session = { ...session, ...change };
    },
    read: async (name) => things.get(name) ?? null,
    names: async () => [...things.keys()],
    async write(sessionId, entries) {
      if (session?.sessionId !== sessionId) return false;
      for (const [name, sealed] of entries) sealed ? things.set(name, sealed) : things.delete(name);
      return true;
    },
    async clear() {
      session = null;
      things.clear();
    },
  };
  return { storage, things };
}

describe('what may be read without a network', () => {
  it('opens for its session alone, and lies sealed where it is kept', async () => {
    const { storage, things } = memory();
    const box = createOfflineBox(storage, () => start);
    await box.begin(await keysOf('s1'));
    expect(await box.write('s1', { secret: { body: 'la clave del portal es 1234' } })).toBe(true);
    expect(await box.read('secret')).toEqual({ body: 'la clave del portal es 1234' });
    const kept = things.get('secret');
    expect(new TextDecoder().decode(kept?.content)).not.toContain('portal');
    // what was sealed under one name opens under no other
    if (kept) things.set('other', kept);
    expect(await box.read('other')).toBeNull();
    expect(await box.write('another session', { secret: null })).toBe(false);
    await expect(crypto.subtle.exportKey('raw', (await keysOf('s1')).readKey)).rejects.toThrow();
  });
  it.each([
    ['past the end that the server told', 45 * minutes],
    ['with a clock that was set back', -5 * minutes],
  ])('is taken away before anything is shown %s', async (_name, after) => {
    const { storage, things } = memory();
    const box = createOfflineBox(storage, () => start);
    await box.begin(await keysOf('s1'));
    await box.write('s1', { secret: 1 });
    const later = createOfflineBox(storage, () => start + after);
    expect(await later.read('secret')).toBeNull();
    expect([await storage.readSession(), things.size]).toEqual([null, 0]);
  });
  it('lives as long as the server says anew, and no longer because somebody looked', async () => {
    const { storage } = memory();
    await createOfflineBox(storage, () => start).begin(await keysOf('s1'));
    expect(await createOfflineBox(storage, () => start + 44 * minutes).session()).not.toBeNull();
    await createOfflineBox(storage, () => start + 44 * minutes).prolong('s1', start + 80 * minutes);
    expect(await createOfflineBox(storage, () => start + 79 * minutes).session()).not.toBeNull();
    expect(await createOfflineBox(storage, () => start + 80 * minutes).session()).toBeNull();
  });
  it('goes with another session, and nothing is written after it was taken away', async () => {
    const { storage, things } = memory();
    const box = createOfflineBox(storage, () => start);
    await box.begin(await keysOf('s1'));
    await box.write('s1', { secret: 1 });
    await box.begin(await keysOf('s22'));
    expect(things.size).toBe(0);
    await box.wipe();
    expect(await box.write('s22', { secret: 1 })).toBe(false);
    await box.prolong('s22', start + 90 * minutes);
    expect(await storage.readSession()).toBeNull();
  });
});

describe('the top of the list', () => {
  it('is kept with the latest words of each, asks again only for what has changed, and lets go what left it', async () => {
    const { storage } = memory();
    const box = createOfflineBox(storage, () => start);
    await box.begin(await keysOf('s1'));
    const asked: string[] = [];
    const keep = (rows: { id: string; version: number }[]) =>
      keepRecent({
        box,
        sessionId: 's1',
        workspace: { id: 'w1', name: 'Peluquería Sol', mayWrite: true },
        list: async () => rows as never,
        messages: async (id) => {
          asked.push(id);
          return Array.from({ length: 60 }, (_, at) => ({
            ...{ id: `${id}.${at}`, seq: at, direction: 'in', kind: 'text', body: `línea ${at}` },
            ...{ status: 'received', author: {}, occurredAt: '', media: { url: '/media/secret' } },
          })) as never;
        },
        now: () => start,
      });
    await keep([
      { id: 'c1', version: 1 },
      { id: 'c2', version: 1 },
    ]);
    await keep([
      { id: 'c1', version: 2 },
      { id: 'c3', version: 1 },
    ]);
    await keep([
      { id: 'c1', version: 2 },
      { id: 'c3', version: 1 },
    ]);
    expect(asked).toEqual(['c1', 'c2', 'c1', 'c3']);
    const thread = await box.read<KeptThread>(threadName('c1'));
    expect([thread?.version, thread?.rows.length, thread?.rows.at(-1)?.body]).toEqual([2, 50, 'línea 59']);
    expect(JSON.stringify(thread)).not.toContain('/media/');
    expect((await box.read<KeptList>(listName))?.rows.map(({ id }) => id)).toEqual(['c1', 'c3']);
    expect(await box.read(threadName('c2'))).toBeNull();
  });
});

describe('what is written without a network', () => {
  it('is kept for the next page of its person and not for whoever reads the storage, and can be taken back', async () => {
    const held = new Map<string, string>();
    const local: DraftStorage = {
      get length() {
        return held.size;
      },
      key: (at) => [...held.keys()][at] ?? null,
      getItem: (key) => held.get(key) ?? null,
      setItem: (key, value) => void held.set(key, value),
      removeItem: (key) => void held.delete(key),
    };
    const { storage } = memory();
    const box = createOfflineBox(storage, () => start);
    await box.begin(await keysOf('s1'));
    let ids = 0;
    const pen = createOfflinePen({
      box,
      storage: () => local,
      session: (await box.session()) as OfflineSession,
      workspaceId: 'w1',
      newId: () => `m${++ids}`,
      now: () => new Date(start + ids),
    });
    await pen.send('c1', 'la primera', 7);
    const taken = await pen.send('c1', 'la segunda', 7);
    await pen.send('c1', 'la tercera', 7);
    await pen.discard(taken?.clientMessageId ?? '');
    await pen.note('c1', 'a medias');
    expect([...held.values()].join()).not.toContain('primera');
    const drafts = createDraftBox({
      storage: () => local,
      personId: 'ana',
      sealer: () => createSealer([draftKey]),
      now: () => start,
    });
    const twoDaysOn = start + 48 * 60 * minutes;
    const unsent = await takeUnsent(drafts, { ownId: 't', alive: async () => new Set() }, 'w1', twoDaysOn);
    expect(
      unsent.map(({ clientMessageId, body, seenSeq, hadFile, neverLeft, sessionId }) => [
        ...[clientMessageId, body, seenSeq, hadFile, neverLeft, sessionId],
      ]),
    ).toEqual([
      ['m1', 'la primera', 7, false, true, 's1'],
      ['m3', 'la tercera', 7, false, true, 's1'],
      ['writing-c1', 'a medias', undefined, true, true, 's1'],
    ]);
    expect(held.size).toBe(0);
  });
});
