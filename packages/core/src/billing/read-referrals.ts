import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { Referrals } from './contract.ts';

/** Who came by the account, for whoever owns it, and by which link more do. */
export const readReferrals = query({
  input: z.object({}),
  needs: 'workspace.delete',
  async run({ tx }): Promise<Referrals> {
    const [row] = await tx`select guard.referrals_here() found`;
    return (row as { found: Referrals }).found;
  },
});
