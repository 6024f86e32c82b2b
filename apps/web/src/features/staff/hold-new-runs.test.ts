import type { RunRow } from '@recado/core/operations/contract';
import { expect, it } from 'vitest';
import { holdNewRuns } from './hold-new-runs.ts';

const rows = ['01D', '01C', '01B', '01A'].map((id) => ({ id }) as RunRow);
const ids = (shown: readonly RunRow[]) => shown.map(({ id }) => id);

it('shows everything to a reader at the top', () => {
  expect(holdNewRuns(rows, null)).toEqual({ shown: rows, fresh: 0 });
});

it('keeps what came since above a reader in the middle, and counts it', () => {
  const { shown, fresh } = holdNewRuns(rows, '01B');
  expect(ids(shown)).toEqual(['01B', '01A']);
  expect(fresh).toBe(2);
});

it('holds on even when the row that was on top has gone', () => {
  expect(ids(holdNewRuns(rows, '01BX').shown)).toEqual(['01B', '01A']);
});
