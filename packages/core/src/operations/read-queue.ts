import { z } from 'zod';
import { staffVerb } from '../kernel/index.ts';
import type { QueueFigures } from './contract.ts';

/** How the executor is doing: what waits and since when, what runs, what failed and what was refused. */
export const readQueue = staffVerb({
  input: z.object({}),
  async call(ctx, door): Promise<QueueFigures> {
    const [row] = await ctx.db`select jobs.console_queue(${door.pass}, ${door.personId}) found`;
    return row?.found as QueueFigures;
  },
});
