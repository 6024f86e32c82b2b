import { z } from 'zod';
import { kernelErrors, query } from '../kernel/index.ts';
import type { Policies } from './contract.ts';

/** What the account of the workspace binds its people to. */
export const getPolicies = query({
  input: z.object({}),
  needs: 'security.read',
  async run({ tx, ctx }): Promise<Policies> {
    if (ctx.door.kind !== 'session') throw kernelErrors.forbidden({ needs: 'security.read' });
    const [row] = await tx`select guard.read_policies(${ctx.door.pass}) policies`;
    return row?.policies as Policies;
  },
});
