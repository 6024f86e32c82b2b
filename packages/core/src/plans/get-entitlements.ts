import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { Entitlements } from './contract.ts';
import { readCatalogue, resolveEntitlements } from './rules.ts';

/** What the account of the workspace is entitled to at this moment. */
export const getEntitlements = query({
  input: z.object({}),
  needs: 'workspace.read',
  async run({ tx }): Promise<Entitlements> {
    const [row] = await tx`select a.plan, a.plan_version, guard.plan_catalogue() versions from app.account a`;
    return resolveEntitlements(readCatalogue(row?.versions as unknown[]), {
      plan: row?.plan as string,
      version: row?.plan_version as number,
    });
  },
});
