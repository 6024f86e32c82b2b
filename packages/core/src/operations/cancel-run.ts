import { staffVerb } from '../kernel/index.ts';
import { OneRun } from './contract.ts';
import { settleAsked } from './store.ts';

/** Asks the executor to end a run that has not ended. What its steps did stays done. */
export const cancelRun = staffVerb({
  input: OneRun,
  async call(ctx, door, { runId }): Promise<{ asked: true }> {
    const [row] = await ctx.db`select jobs.console_ask(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb,
      'cancel', ${runId}) answer`;
    return settleAsked(row?.answer);
  },
});
