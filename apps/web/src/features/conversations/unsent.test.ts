import { describe, expect, it } from 'vitest';
import { keepUnsent, takeUnsent, type Unsent } from './unsent.ts';

function memory(): Storage {
  const held = new Map<string, string>();
  return {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  } as unknown as Storage;
}
const now = Date.parse('2026-11-20T10:00:00Z');
const message = (over: Partial<Unsent> = {}): Unsent => ({
  clientMessageId: 'm1',
  conversationId: 'c1',
  workspaceId: 'w1',
  body: 'hola',
  createdAt: '2026-11-20T09:59:00Z',
  goesOn: true,
  ...over,
});

describe('what was on its way when the page went', () => {
  it('comes back once, under the id it had, to the same person and workspace only', () => {
    const storage = memory();
    keepUnsent(storage, 'ana', [message(), message({ clientMessageId: 'm2', workspaceId: 'w2' })]);
    expect(takeUnsent(storage, 'bea', 'w1', now)).toEqual([]);
    expect(takeUnsent(storage, 'ana', 'w1', now)).toEqual([message()]);
    expect(takeUnsent(storage, 'ana', 'w1', now)).toEqual([]);
    expect(takeUnsent(storage, 'ana', 'w2', now)).toHaveLength(1);
  });

  it('is kept once however often the page goes', () => {
    const storage = memory();
    keepUnsent(storage, 'ana', [message()]);
    keepUnsent(storage, 'ana', [message({ goesOn: false })]);
    expect(takeUnsent(storage, 'ana', 'w1', now)).toEqual([message({ goesOn: false })]);
  });

  it('is dropped after a day, and when somebody wrote something else there', () => {
    const storage = memory();
    keepUnsent(storage, 'ana', [message({ createdAt: '2026-11-19T09:00:00Z' })]);
    expect(takeUnsent(storage, 'ana', 'w1', now)).toEqual([]);
    storage.setItem('recado.draft.ana.~unsent', '{not json');
    expect(takeUnsent(storage, 'ana', 'w1', now)).toEqual([]);
  });
});
