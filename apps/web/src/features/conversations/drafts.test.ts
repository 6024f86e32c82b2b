import { describe, expect, it } from 'vitest';
import { createSealer } from '../session/sealer.ts';
import { createDraftBox, type DraftStorage, forgetDraftsOf } from './drafts.ts';

function memory(): DraftStorage & { text(): string } {
  const kept = new Map<string, string>();
  return {
    get length() {
      return kept.size;
    },
    key: (at) => [...kept.keys()][at] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    text: () => JSON.stringify([...kept]),
  };
}
const day = 86_400_000;
const boxOf = (storage: DraftStorage, personId: string, clock = { now: 0 }) =>
  createDraftBox({
    storage: () => storage,
    personId,
    sealer: () => createSealer([{ kid: 'k1', key: `${personId.padEnd(42, 'x')}A` }]),
    now: () => clock.now,
  });

describe('a draft', () => {
  it('comes back to the person and the conversation it was written in', async () => {
    const storage = memory();
    await boxOf(storage, 'ana').write('c1', 'Hola, Marta');
    expect(await boxOf(storage, 'ana').read('c1')).toBe('Hola, Marta');
    expect(await boxOf(storage, 'ana').read('c2')).toBe('');
    expect(await boxOf(storage, 'luis').read('c1')).toBe('');
  });
  it('is not to be read in the storage, and waits unread while another person is in', async () => {
    const storage = memory();
    await boxOf(storage, 'ana').write('c1', 'secreto de Ana');
    await boxOf(storage, 'luis').tidy();
    await boxOf(storage, 'luis').write('c1', 'de Luis');
    expect(storage.text()).not.toMatch(/secreto|Luis/);
    expect(await boxOf(storage, 'ana').read('c1')).toBe('secreto de Ana');
  });
  it('is the last of what was written at once', async () => {
    const storage = memory();
    const box = boxOf(storage, 'ana');
    await Promise.all(['H', 'Ho', 'Hol', 'Hola'].map((text) => box.write('c1', text)));
    expect(await box.read('c1')).toBe('Hola');
    await Promise.all([box.write('c1', 'Hola,'), box.write('c1', '')]);
    expect(await box.read('c1')).toBe('');
  });
  it('goes along to the conversation that its own became part of, and never over what is being written there', async () => {
    const box = boxOf(memory(), 'ana');
    await box.write('gone', 'Te espero');
    await box.move('gone', 'kept');
    expect([await box.read('gone'), await box.read('kept')]).toEqual(['', 'Te espero']);
    await box.write('gone', 'otra cosa');
    await box.move('gone', 'kept');
    expect(await box.read('kept')).toBe('Te espero');
  });
  it('takes words before it, and tells whoever is writing', async () => {
    const box = boxOf(memory(), 'ana');
    const heard: string[] = [];
    box.onPrepended((id, text) => heard.push(`${id} ${text}`));
    await box.write('c1', 'y gracias');
    await box.prepend('c1', 'Con la foto');
    expect([await box.read('c1'), heard]).toEqual(['Con la foto\ny gracias', ['c1 Con la foto']]);
  });
  it('does not stay behind when its person logs out, and nobody else’s goes with it', async () => {
    const storage = memory();
    await boxOf(storage, 'ana').write('c1', 'uno');
    await boxOf(storage, 'luis').write('c1', 'dos');
    storage.setItem('something.else', '1');
    forgetDraftsOf(storage, 'ana');
    expect(storage.length).toBe(2);
    expect(await boxOf(storage, 'luis').read('c1')).toBe('dos');
  });
  it('of an older version is sealed when its person enters, and erased when another one does', async () => {
    const storage = memory();
    storage.setItem('recado.draft.ana.c1', JSON.stringify({ text: 'de Ana', at: 0 }));
    storage.setItem('recado.draft.luis.c1', JSON.stringify({ text: 'de Luis', at: 0 }));
    storage.setItem('recado.draft.ana.~unsent', JSON.stringify([{ body: 'a medias' }]));
    await boxOf(storage, 'ana').tidy();
    expect(storage.text()).not.toMatch(/de Ana|de Luis|a medias/);
    expect(await boxOf(storage, 'ana').read('c1')).toBe('de Ana');
  });
  it('is gone when emptied, when two weeks old, and when unreadable', async () => {
    const storage = memory();
    const clock = { now: 0 };
    const box = boxOf(storage, 'ana', clock);
    await box.write('c1', 'x');
    clock.now = 15 * day;
    expect(await box.read('c1')).toBe('');
    await boxOf(storage, 'luis', clock).tidy();
    expect(storage.length).toBe(0);
    storage.setItem('recado.draft.ana.c1', '{broken');
    expect(await box.read('c1')).toBe('');
  });
});
