import { staffVerb } from '../kernel/index.ts';
import { OneDeadLetter } from './contract.ts';
import { settled } from './store.ts';

/** Puts an event that was set aside back into the outbox, behind what waits there. */
export const retryDeadLetter = staffVerb({
  input: OneDeadLetter,
  async call(ctx, door, { id }): Promise<{ settled: true }> {
    const [row] =
      await ctx.db`select jobs.console_settle_dead_letter(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb,
      'retry', ${id}) answer`;
    const answer = settled(row?.answer);
    ctx.ports.hints.emitted();
    return answer;
  },
});
