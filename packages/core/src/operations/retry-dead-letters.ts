import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';

/** Puts every event that was set aside back into the outbox, in the order in which they were told. */
export const retryDeadLetters = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<{ count: number }> {
    const [row] = await ctx.db`
      select jobs.console_retry_dead_letters(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb) count`;
    ctx.ports.hints.emitted();
    return { count: row?.count as number };
  },
});
