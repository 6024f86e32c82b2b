import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { readSurveyRules } from './store.ts';

/** Whether and how the company asks how it went, with the zone of its quiet hours. */
export const getSurvey = query({
  input: z.object({}),
  needs: 'workspace.read',
  async run({ tx, ctx }) {
    const [row] = await tx`select w.time_zone "timeZone" from app.workspace w where w.id = ${ctx.workspaceId}`;
    return { rules: await readSurveyRules(tx, ctx.workspaceId), timeZone: row?.timeZone as string };
  },
});
