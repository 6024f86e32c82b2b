import { staffVerb } from '../kernel/index.ts';
import { OneDeadLetter } from './contract.ts';
import { settleDeadLetter } from './store.ts';

/** Puts an event that was set aside back into the outbox, behind what waits there. */
export const retryDeadLetter = staffVerb({
  input: OneDeadLetter,
  async call(ctx, door, { id }): Promise<{ settled: true }> {
    const answer = await settleDeadLetter(ctx, door, 'retry', id);
    ctx.ports.hints.emitted();
    return answer;
  },
});
