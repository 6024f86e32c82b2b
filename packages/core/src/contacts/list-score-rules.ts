import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { scoreRulesOf } from './store.ts';

/** What counts for the score in this company, and how much. */
export const listScoreRules = query({
  input: z.object({}),
  needs: 'contacts.read',
  run: ({ tx, ctx }) => scoreRulesOf(tx, ctx.workspaceId),
});
