import { sealMail } from '../identity/index.ts';
import { changeOf, command, kernelErrors } from '../kernel/index.ts';
import { policiesEvents, policyErrors, SetPolicies } from './contract.ts';

/**
 * Sets what an account binds its people to; every owner is told by mail. Whoever saves a list must be inside of it, and whoever asks for a
 * second factor must have one. Throws policies.wouldLockOut, needsOwnFactor, notInPlan, identity.stepUpNeeded.
 */
export const setPolicies = command({
  input: SetPolicies,
  needs: 'security.update',
  async run({ tx, ctx, actor, record }, input) {
    if (ctx.door.kind !== 'session' || actor.kind !== 'person')
      throw kernelErrors.forbidden({ needs: 'security.update' });
    const sealed = sealMail(ctx, { name: '' });
    const [row] = await tx`
      select guard.set_policies(${ctx.door.pass}, ${ctx.door.personId ?? null}, ${input.twoFactor}, ${input.idleMinutes}::smallint, ${input.allowList}::text[], ${sealed}) answer`;
    const answer = row?.answer as { outcome: string; before?: Record<string, unknown>; address?: string };
    if (answer.outcome === 'plan') throw policyErrors.notInPlan();
    if (answer.outcome === 'outside')
      throw policyErrors.wouldLockOut({ field: 'allowList', address: answer.address ?? '' });
    if (answer.outcome === 'unproved') throw policyErrors.needsOwnFactor({ field: 'twoFactor' });
    await record(policiesEvents.changed, { accountId: actor.accountId }, changeOf(answer.before ?? {}, input));
    return { ok: true as const };
  },
});
