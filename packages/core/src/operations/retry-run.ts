import { staffVerb } from '../kernel/index.ts';
import { OneRun } from './contract.ts';
import { settleAsked } from './store.ts';

/** Asks the executor for a new run with the events of an ended one; every step runs again. */
export const retryRun = staffVerb({
  input: OneRun,
  async call(ctx, door, { runId }): Promise<{ asked: true }> {
    const [row] = await ctx.db`select jobs.console_ask(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb,
      'rerun', ${runId}) answer`;
    return settleAsked(row?.answer);
  },
});
