import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { TaxDetails, TaxStanding } from './contract.ts';

/** Whom the account's invoices are made out to, for whoever owns it; null before that was said. `revision` counts what was saved. */
export const readTaxDetails = query({
  input: z.object({}),
  needs: 'workspace.delete',
  async run({ tx }): Promise<{ details: TaxDetails | null; standing: TaxStanding; revision: number }> {
    const [row] = await tx`select guard.tax_here() found`;
    const found = row?.found as { details: TaxDetails; standing: TaxStanding; revision: number } | null;
    return found ?? { details: null, standing: 'none', revision: 0 };
  },
});
