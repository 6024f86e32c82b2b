import { expect, it } from 'vitest';
import { titleWith } from './use-badge.ts';

it('counts in the title of a tab once, whatever stood there, and not at all when nothing is unread', () => {
  expect(titleWith('Conversaciones · Recado', 3)).toBe('(3) Conversaciones · Recado');
  expect(titleWith('(3) Conversaciones · Recado', 4)).toBe('(4) Conversaciones · Recado');
  expect(titleWith('(4) Inicio', 100)).toBe('(99+) Inicio');
  expect(titleWith('(99+) Inicio', 0)).toBe('Inicio');
  expect(titleWith('(a) Inicio', 0)).toBe('(a) Inicio');
});
