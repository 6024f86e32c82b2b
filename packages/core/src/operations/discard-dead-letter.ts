import { staffVerb } from '../kernel/index.ts';
import { OneDeadLetter } from './contract.ts';
import { settleDeadLetter } from './store.ts';

/** Removes an event that was set aside: what it would have started never starts. */
export const discardDeadLetter = staffVerb({
  input: OneDeadLetter,
  call: (ctx, door, { id }): Promise<{ settled: true }> => settleDeadLetter(ctx, door, 'discard', id),
});
