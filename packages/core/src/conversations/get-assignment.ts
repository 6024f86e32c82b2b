import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { readAssignment } from './store.ts';

/** How the company shares out what comes in, and its hours with the zone that they are of. */
export const getAssignment = query({
  input: z.object({}),
  needs: 'workspace.read',
  async run({ tx, ctx }) {
    const [row] = await tx`select w.time_zone "timeZone" from app.workspace w where w.id = ${ctx.workspaceId}`;
    return { rules: await readAssignment(tx, ctx.workspaceId), timeZone: row?.timeZone as string };
  },
});
