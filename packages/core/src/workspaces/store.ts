import { type Ctx, kernelErrors } from '../kernel/index.ts';
import { type Lacks, refusal } from '../plans/rules.ts';

/** What a function of the guard is given of the caller's session. Links, keys and the system have none, and run no workspace. */
export function ownDoor(ctx: Pick<Ctx, 'door'>): { pass: Buffer; personId: string | null } {
  if (ctx.door.kind !== 'session') throw kernelErrors.forbidden({ needs: 'workspace.create' });
  return { pass: ctx.door.pass, personId: ctx.door.personId ?? null };
}

/** The refusal of one workspace too many, or of what comes with it, with the numbers and the plan that lifts it. */
export const noRoom = (lacks: Omit<Lacks, 'name'> & Partial<Lacks>) => refusal({ name: 'workspaces', ...lacks });
