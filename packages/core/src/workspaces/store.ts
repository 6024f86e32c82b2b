import { type Ctx, kernelErrors } from '../kernel/index.ts';
import { planErrors } from '../plans/contract.ts';

/** What a function of the guard is given of the caller's session. Links, keys and the system have none, and run no workspace. */
export function ownDoor(ctx: Pick<Ctx, 'door'>): { pass: Buffer; personId: string | null } {
  if (ctx.door.kind !== 'session') throw kernelErrors.forbidden({ needs: 'workspace.create' });
  return { pass: ctx.door.pass, personId: ctx.door.personId ?? null };
}

export type Lacks = { limit: number; used: number; plan: string | null };

/** The refusal of one workspace too many, with the numbers and the plan that lifts it. */
export const noRoom = (lacks: Lacks) =>
  planErrors.limitReached({ name: 'workspaces', limit: lacks.limit, used: lacks.used, plan: lacks.plan });
