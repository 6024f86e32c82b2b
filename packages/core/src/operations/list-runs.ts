import { staffVerb } from '../kernel/index.ts';
import { ListRuns, RUNS_PER_PAGE, type RunRow } from './contract.ts';

/** A page of runs, newest first, of one function, in one state, or found by the text of an id; `before` is the last of the page above. */
export const listRuns = staffVerb({
  input: ListRuns,
  async call(ctx, door, { functionId, status, text, before }): Promise<RunRow[]> {
    const [row] = await ctx.db`select jobs.console_runs(${door.pass}, ${door.personId}, ${functionId || null},
      ${status ?? null}, ${text || null}, ${before ?? null}, ${RUNS_PER_PAGE}) found`;
    return row?.found as RunRow[];
  },
});
