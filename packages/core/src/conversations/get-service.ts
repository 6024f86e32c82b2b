import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { readAssignment, readService } from './store.ts';

/** How soon the company answers and resolves, with the hours and the zone in which that is counted. */
export const getService = query({
  input: z.object({}),
  needs: 'workspace.read',
  async run({ tx, ctx }) {
    const [row] = await tx`select w.time_zone "timeZone" from app.workspace w where w.id = ${ctx.workspaceId}`;
    const { hours } = await readAssignment(tx, ctx.workspaceId);
    return { rules: await readService(tx, ctx.workspaceId), hours, timeZone: row?.timeZone as string };
  },
});
