import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { PlanVersion, PresetName } from './contract.ts';
import { offeredOf, readCatalogue, type Use } from './rules.ts';

/** The plan of the account with what is used of it, and what is sold beside it now. Use is null for whoever does not see everything. */
export const readPlan = query({
  input: z.object({}),
  needs: 'workspace.delete',
  async run({ tx }): Promise<{ mine: PlanVersion; offered: PlanVersion[]; use: Use | null }> {
    const [row] = await tx`
      select a.plan, a.plan_version version, guard.plan_catalogue() versions, guard.catalogue_in_use() head, guard.plan_use() use from app.account a`;
    const catalogue = readCatalogue(row?.versions as unknown[]);
    const mine = catalogue.find((each) => each.plan === row?.plan && each.version === row?.version) as PlanVersion;
    const head = row?.head as { preset: PresetName };
    return { mine, offered: offeredOf(catalogue, head.preset), use: row?.use as Use | null };
  },
});
