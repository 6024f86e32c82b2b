import { expect, it } from 'vitest';
import { createJournal } from './journal.ts';

it('gives what came since a mark, also after it has forgotten older changes', () => {
  const journal = createJournal<number>(3);
  journal.note([1, 2]);
  const mark = journal.mark();
  expect(journal.since(mark)).toEqual([]);
  journal.note([3, 4]);
  expect(journal.since(mark)).toEqual([3, 4]);
  journal.note([5, 6]);
  expect(journal.since(mark)).toEqual([4, 5, 6]);
});
