import { describe, expect, it } from 'vitest';
import { createSealer } from '../session/sealer.ts';
import { createDraftBox, type DraftStorage } from './drafts.ts';
import { keepUnsent, type Tabs, takeUnsent, type Unsent } from './unsent.ts';

function memory(): DraftStorage {
  const held = new Map<string, string>();
  return {
    get length() {
      return held.size;
    },
    key: (at) => [...held.keys()][at] ?? null,
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
  };
}
const now = Date.parse('2026-11-20T10:00:00Z');
const boxOf = (storage: DraftStorage, personId = 'ana') =>
  createDraftBox({
    storage: () => storage,
    personId,
    sealer: () => createSealer([{ kid: 'k1', key: `${personId.padEnd(42, 'x')}A` }]),
    now: () => now,
  });
const tab = (ownId: string, alive: string[] = []): Tabs => ({ ownId, alive: async () => new Set(alive) });
const message = (over: Partial<Unsent> = {}): Unsent => ({
  ...{ clientMessageId: 'm1', conversationId: 'c1', workspaceId: 'w1', sessionId: 's1', body: 'hola' },
  ...{ createdAt: '2026-11-20T09:59:00Z', hadFile: false, ...over },
});

describe('what was on its way when the page went', () => {
  it('comes back once, under the id it had, to the same person and workspace only', async () => {
    const storage = memory();
    await keepUnsent(boxOf(storage), tab('t1'), [message(), message({ clientMessageId: 'm2', workspaceId: 'w2' })]);
    expect(await takeUnsent(boxOf(storage, 'bea'), tab('t2'), 'w1', now)).toEqual([]);
    expect(await takeUnsent(boxOf(storage), tab('t2'), 'w1', now)).toEqual([message()]);
    expect(await takeUnsent(boxOf(storage), tab('t2'), 'w1', now)).toEqual([]);
    expect(await takeUnsent(boxOf(storage), tab('t2'), 'w2', now)).toHaveLength(1);
  });
  it('is left to its own tab while that is open, and taken once it is gone', async () => {
    const storage = memory();
    await keepUnsent(boxOf(storage), tab('t1'), [message()]);
    expect(await takeUnsent(boxOf(storage), tab('t2', ['t1', 't2']), 'w1', now)).toEqual([]);
    expect(await takeUnsent(boxOf(storage), tab('t1'), 'w1', now)).toEqual([]);
    expect(await takeUnsent(boxOf(storage), tab('t2', ['t2']), 'w1', now)).toHaveLength(1);
  });
  it('is gone once it has arrived', async () => {
    const storage = memory();
    await keepUnsent(boxOf(storage), tab('t1'), [message()]);
    await keepUnsent(boxOf(storage), tab('t1'), []);
    expect(storage.length).toBe(0);
  });
  it('is dropped after a day, and when somebody wrote something else there', async () => {
    const storage = memory();
    await keepUnsent(boxOf(storage), tab('t1'), [message({ createdAt: '2026-11-19T09:00:00Z' })]);
    expect(await takeUnsent(boxOf(storage), tab('t2'), 'w1', now)).toEqual([]);
    storage.setItem('recado.draft.ana.~unsent.t1', '{not json');
    expect(await takeUnsent(boxOf(storage), tab('t2'), 'w1', now)).toEqual([]);
  });
});
