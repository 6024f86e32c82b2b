import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { Onboarding } from './contract.ts';
import { readState } from './store.ts';

/** The first steps of the company and how far it is. */
export const getOnboarding = query({
  input: z.object({}),
  needs: 'workspace.read',
  run: ({ tx, ctx }): Promise<Onboarding> => readState(tx, ctx.workspaceId),
});
