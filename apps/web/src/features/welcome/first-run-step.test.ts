import { expect, it } from 'vitest';
import { firstRunStep } from './first-run-step.ts';

it('finds the step of the first run in what exists', () => {
  const received = { lastDirection: 'in', lastAuthorKind: 'contact' } as const;
  const answered = { lastDirection: 'out', lastAuthorKind: 'person' } as const;
  expect(firstRunStep([], [])).toBe('connect');
  expect(firstRunStep([{ state: 'qr' }], [])).toBe('connect');
  expect(firstRunStep([{ state: 'open' }], [])).toBe('receive');
  expect(firstRunStep([{ state: 'reconnecting' }], [])).toBe('receive');
  expect(firstRunStep([{ state: 'open' }], [received])).toBe('answer');
  expect(firstRunStep([{ state: 'logged_out' }], [received, answered])).toBe('finished');
});
