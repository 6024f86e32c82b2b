import { expect, it } from 'vitest';
import { findReplies, slashAt } from './find-replies.ts';

it('knows a code being typed from a slash within a word or an address', () => {
  expect(slashAt('/pre', 4)).toEqual({ from: 0, query: 'pre' });
  expect(slashAt('hola /', 6)).toEqual({ from: 5, query: '' });
  expect(slashAt('https://a', 9)).toBeNull();
  expect(slashAt('/pre cio', 8)).toBeNull();
});

it('finds by the beginning of the code first, then by words, whatever the accents', () => {
  const reply = (code: string, body: string) => ({ id: code, code, body, isShared: true });
  const all = [reply('adios', 'Hasta mañana'), reply('horario', 'Abrimos a las 9'), reply('manana', 'Te llamo')];
  expect(findReplies(all, 'manana').map(({ code }) => code)).toEqual(['manana', 'adios']);
  expect(findReplies(all, '')).toHaveLength(3);
});
