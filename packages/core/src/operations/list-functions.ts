import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import type { FunctionRow } from './contract.ts';
import { describeFunction } from './rules.ts';

/** Every function that the executor knows, with its next times, its last run and how often it failed in 24 hours. */
export const listFunctions = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<FunctionRow[]> {
    const [row] = await ctx.db`select jobs.console_functions(${door.pass}, ${door.personId}) found`;
    return ((row?.found ?? []) as Parameters<typeof describeFunction>[0][]).map(describeFunction);
  },
});
