import { staffVerb } from '../kernel/index.ts';
import { OneDeadLetter } from './contract.ts';
import { settled } from './store.ts';

/** Removes an event that was set aside: what it would have started never starts. */
export const discardDeadLetter = staffVerb({
  input: OneDeadLetter,
  async call(ctx, door, { id }): Promise<{ settled: true }> {
    const [row] =
      await ctx.db`select jobs.console_settle_dead_letter(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb,
      'discard', ${id}) answer`;
    return settled(row?.answer);
  },
});
