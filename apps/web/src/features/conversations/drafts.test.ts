import { describe, expect, it } from 'vitest';
import { type DraftStorage, forgetDrafts, keepOnlyDraftsOf, moveDraft, readDraft, writeDraft } from './drafts.ts';

function memory(): DraftStorage {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

describe('a draft', () => {
  it('comes back to the person and the conversation it was written in', () => {
    const storage = memory();
    writeDraft(storage, 'ana', 'c1', 'Hola, Marta', 0);
    expect(readDraft(storage, 'ana', 'c1', 1)).toBe('Hola, Marta');
    expect(readDraft(storage, 'ana', 'c2', 1)).toBe('');
    expect(readDraft(storage, 'luis', 'c1', 1)).toBe('');
  });
  it('is erased when another person enters, and kept when the same one does', () => {
    const storage = memory();
    writeDraft(storage, 'ana', 'c1', 'de Ana', 0);
    keepOnlyDraftsOf(storage, 'ana');
    expect(readDraft(storage, 'ana', 'c1', 1)).toBe('de Ana');
    keepOnlyDraftsOf(storage, 'luis');
    expect(storage.length).toBe(0);
  });
  it('goes along to the conversation that its own became part of, and never over what is being written there', () => {
    const storage = memory();
    writeDraft(storage, 'ana', 'gone', 'Te espero', 0);
    moveDraft(storage, 'ana', 'gone', 'kept', 1);
    expect([readDraft(storage, 'ana', 'gone', 1), readDraft(storage, 'ana', 'kept', 1)]).toEqual(['', 'Te espero']);
    writeDraft(storage, 'ana', 'gone', 'otra cosa', 1);
    moveDraft(storage, 'ana', 'gone', 'kept', 2);
    expect(readDraft(storage, 'ana', 'kept', 2)).toBe('Te espero');
  });
  it('does not stay behind when a person logs out', () => {
    const storage = memory();
    writeDraft(storage, 'ana', 'c1', 'uno', 0);
    writeDraft(storage, 'ana', 'c2', 'dos', 0);
    storage.setItem('something.else', '1');
    forgetDrafts(storage);
    expect(storage.length).toBe(1);
  });
  it('is gone when emptied, when two weeks old, and when unreadable', () => {
    const storage = memory();
    writeDraft(storage, 'ana', 'c1', 'x', 0);
    expect(readDraft(storage, 'ana', 'c1', 15 * 86_400_000)).toBe('');
    writeDraft(storage, 'ana', 'c1', '   ', 0);
    expect(storage.length).toBe(0);
    storage.setItem('recado.draft.ana.c1', '{broken');
    expect(readDraft(storage, 'ana', 'c1', 0)).toBe('');
  });
});
