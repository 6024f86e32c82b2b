import { z } from 'zod';
import { command } from '../kernel/index.ts';

/**
 * Counts the days of a company anew from its messages: yesterday and today in its time zone, and up to a month back when nobody
 * counted meanwhile. The same messages give the same figures, however often and by whoever they are counted.
 */
export const rollUpUsage = command({
  input: z.object({}),
  needs: 'workspace.read',
  unrecorded: 'figures that follow from the messages',
  async run({ tx, ctx }) {
    const [row] = await tx`select app.roll_up_usage(${ctx.workspaceId}) changed`;
    return { changed: Number(row?.changed ?? 0) };
  },
});
