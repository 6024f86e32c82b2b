import { ContactFilter, type FieldRow } from '@recado/core/contacts/contract';
import { describe, expect, it } from 'vitest';
import {
  asDraft,
  asFilter,
  countLeaves,
  type Draft,
  newDraft,
  operatorsOf,
  subjects,
  valueKindOf,
} from './filter-subjects.ts';

const fields: FieldRow[] = (
  ['text', 'number', 'date', 'boolean', 'choice', 'choices', 'url', 'email', 'phone'] as const
).map((type, n) => ({ id: `00000000-0000-4000-8000-00000000000${n}`, label: type, type, options: ['M'], position: n }));
const values = { none: '', text: 'Ana', days: '30', number: '3', day: '2026-01-02', month: '2' } as const;
const choices: Record<string, string> = {
  kind: 'vip',
  source: 'import',
  country: 'ES',
  language: 'es',
  owner: '00000000-0000-4000-8000-000000000009',
  tag: '00000000-0000-4000-8000-000000000009',
};

describe('a condition', () => {
  const every = [...subjects, ...fields.map(({ id }) => `f:${id}` as const)].flatMap((subject) =>
    operatorsOf(subject, fields).map((is): Draft => {
      const kind = valueKindOf({ subject, is, value: '' });
      return { subject, is, value: kind === 'choice' ? (choices[subject] ?? 'M') : values[kind] };
    }),
  );
  it.each(every)('that $subject $is is one the contract takes, and comes back as it was written', (draft) => {
    const filter = asFilter({ match: 'any', not: true, nodes: [draft, { match: 'all', not: false, nodes: [draft] }] });
    expect(ContactFilter.safeParse(filter).success).toBe(true);
    expect(countLeaves(filter)).toBe(2);
    expect(asFilter(asDraft(filter as ContactFilter))).toEqual(filter);
    expect(asDraft(filter as ContactFilter).nodes[0]).toEqual(draft);
  });

  it('without its value asks nothing yet, and neither does a group of such', () => {
    const open = newDraft('name', fields);
    expect(
      asFilter({ match: 'all', not: false, nodes: [open, { match: 'any', not: false, nodes: [open] }] }),
    ).toBeUndefined();
    expect(newDraft('touched', fields)).toEqual({ subject: 'touched', is: 'notWithin', value: '30' });
  });
});
