import type { Candidate, ContactRow } from '@recado/core/contacts/contract';
import { expect, test } from 'vitest';
import { factsOf, firstChoice, staysFirst, takeOf } from './merge-draft.ts';

const row = (more: Partial<ContactRow>) =>
  ({
    name: 'Ana',
    kind: 'prospect',
    fields: {},
    createdAt: '2026-01-01',
    lastInAt: null,
    lastOutAt: null,
    ...more,
  }) as ContactRow;
const one = (more: Partial<Candidate> & { row?: ContactRow }): Candidate => ({
  row: row({}),
  threads: 0,
  consents: 0,
  ...more,
});

test('the one who stays was talked to more, then later, then was there before', () => {
  expect(staysFirst(one({ threads: 2 }), one({ threads: 1, row: row({ lastInAt: '2026-05-01' }) }))).toBe(true);
  expect(staysFirst(one({}), one({ row: row({ lastOutAt: '2026-05-01' }) }))).toBe(false);
  expect(staysFirst(one({ row: row({ createdAt: '2026-02-01' }) }), one({}))).toBe(false);
});

test('only what both say and say differently is chosen; notes stay of both and the fuller name wins', () => {
  const keep = row({ city: 'León', notes: 'a', fields: { f: 'M' } });
  const drop = row({ name: 'Ana Vega', email: 'ana@x.es', notes: 'b', fields: { f: 'M' } });
  const facts = factsOf(keep, drop, [{ id: 'f', label: 'Talla', type: 'text', options: [], position: 0 }]);
  expect(facts.filter(({ differs }) => differs).map(({ fact }) => fact)).toEqual(['name', 'notes']);
  expect(facts.map(({ fact }) => fact)).toEqual(['name', 'kind', 'email', 'city', 'notes', 'field:f']);
  expect(firstChoice('name', keep, drop)).toBe('drop');
  expect(firstChoice('kind', keep, row({ kind: 'vip' }))).toBe('drop');
  expect(firstChoice('kind', row({ kind: 'vip' }), keep)).toBe('keep');
  expect(
    takeOf(
      new Map([
        ['name', 'drop'],
        ['notes', 'both'],
        ['city', 'keep'],
      ] as const),
    ),
  ).toEqual(['name', 'notes:both']);
});
